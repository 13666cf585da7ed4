--TEST--
When a worker ends, its exit code or its signal is known in the onClose() handlers already
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$peer = new NativeIpcPeer();
foreach (['exit(0);', 'exit(255);', 'posix_kill(getmypid(), SIGKILL);'] as $code) {
    foreach ([spawn_worker($peer, $code), $peer->createCommandSession('exec ' . worker_command($code), getenv())] as $session) {
        $session->onClose(function ($session) {
            echo json_encode([$session->isRunning(), $session->getExitCode(), $session->getTermSignal()]), "\n";
        });
    }
    $peer->run();
}
?>
--EXPECT--
[false,0,null]
[false,0,null]
[false,255,null]
[false,255,null]
[false,null,9]
[false,null,9]
