--TEST--
When a worker has closed its session and its STDOUT, the other side sees the end, though the worker lives on
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/processes.php';

echo end_and_last_words(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $session->notify(new LogMessage('hello'));
    $session->close();
    fclose(STDOUT);
    linger();
    PHP);
--EXPECT--
its output ends, then: I am still there
