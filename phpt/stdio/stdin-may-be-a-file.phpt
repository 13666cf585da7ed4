--TEST--
Standard input may be a file
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/peers.php';

$file = __DIR__ . '/stdin-may-be-a-file.bin';
file_put_contents($file, 'junk' . frame(new LogMessage('one')) . frame(new LogMessage('two')) . substr(frame(new LogMessage('half')), 0, 20));
echo shell_exec(worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
    $session->onClose(function () { echo "ended\n"; });
    $peer->run();
    PHP) . ' <' . escapeshellarg($file));
--CLEAN--
<?php
unlink(__DIR__ . '/stdin-may-be-a-file.bin');
--EXPECT--
junk: junk
info: one
info: two
ended
