--TEST--
When its parent is killed, a spawned worker is gone, also one that hangs
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix') || PHP_OS_FAMILY !== 'Linux') die('skip pcntl, posix and Linux are needed'); ?>
--FILE--
<?php

require __DIR__ . '/../support/spawned.php';

$parent = <<<'PHP'
    require SUPPORT;
    $peer = new NativeIpcPeer();
    $hung = spawn_worker($peer, 'fwrite(STDERR, "up"); while (true);');
    $idle = spawn_worker($peer, 'fwrite(STDERR, "up"); $peer = new NativeIpcPeer(); $peer->createStdioSession(); $peer->run();');
    foreach ([$hung, $idle] as $session) {
        $session->onMessage(function () use (&$up) { $up++; });
    }
    while ($up < 2) $peer->tick();
    echo $hung->getPid(), ' ', $idle->getPid(), "\n";
    $peer->run();
    PHP;
$code = 'const SUPPORT = ' . var_export(__DIR__ . '/../support/spawned.php', true) . '; ' . $parent;
$process = start_bare_process($code, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
$pids = explode(' ', trim(fgets($pipes[1])));
posix_kill(proc_get_status($process)['pid'], SIGKILL);
foreach ($pids as $pid) {
    var_dump(ends((int) $pid));
}
?>
--EXPECT--
bool(true)
bool(true)
