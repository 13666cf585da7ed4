--TEST--
Five hundred workers started and terminated in a row leave no process, no zombie and no descriptor
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/spawned.php';

$peer = new NativeIpcPeer();
$descriptors = fn (): int => count(scandir('/proc/self/fd'));
$before = null;
$pids = [];
for ($i = 0; $i < 500; $i++) {
    $session = $peer->spawn(['sleep', '60']);
    $pids[] = $session->getPid();
    $session->terminate();
    $peer->run();
    $before ??= $descriptors();
    unset($session);
}
var_dump($descriptors() <= $before);
var_dump(array_filter($pids, fn (int $pid) => file_exists("/proc/$pid")));
?>
--EXPECT--
bool(true)
array(0) {
}
