--TEST--
createStdioSession() reads STDIN and no other stream
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

echo shell_exec(worker_command(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    var_dump($session->getTransport()->getReadStreams() === [STDIN]);
    PHP) . ' </dev/null');
--EXPECT--
bool(true)
