--TEST--
A standard input that gives nothing ends the session at once
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

echo shell_exec(worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onClose(function () { echo "ended\n"; });
    $peer->run();
    var_dump($session->isOpen());
    PHP) . ' </dev/null');
--EXPECT--
ended
bool(false)
