--TEST--
A forked child that closes its standard streams and outlives its parent does not keep the parent's output open
--SKIPIF--
<?php if (!extension_loaded('pcntl')) die('skip pcntl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/processes.php';

echo end_and_last_words(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $session->notify(new LogMessage('hello'));
    fork(function () {
        array_map(fclose(...), [STDIN, STDOUT, STDERR]);
        linger();
    });
    PHP);
--EXPECT--
its output ends, then: I am still there
