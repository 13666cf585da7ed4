--TEST--
terminate() ends a worker at once with SIGTERM, one that does not heed it with SIGKILL after the grace; it returns at once
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$peer = new NativeIpcPeer();
foreach (['$peer = new NativeIpcPeer(); $peer->createStdioSession()->onRequest(fn ($m) => $m); while (true) $peer->tick();', STUBBORN_WORKER] as $code) {
    $session = spawn_worker($peer, $code);
    $session->request(new LogMessage('ready?'))->await();
    $seconds = wall_seconds(fn () => $session->terminate(0.3));
    echo $seconds < 0.2 ? 'returned at once' : "took $seconds s", "\n";
    $seconds = wall_seconds(fn () => $peer->run());
    $killed = $session->getTermSignal() === SIGKILL;
    echo 'signal ', $session->getTermSignal(), $killed && $seconds < 0.25 ? ' too early' : '', "\n";
}
?>
--EXPECT--
returned at once
signal 15
returned at once
signal 9
