--TEST--
A worker whose parent is killed while it loops on tick() uses less than a twentieth of a core
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$worker = 'require ' . var_export(__DIR__ . '/../support/peers.php', true) . ';' . <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onClose(function () use (&$end, &$cpu) { [$end, $cpu] = [hrtime(true), cpu_seconds()]; });
    $session->notify(new LogMessage('looping'));
    while (!$end || hrtime(true) - $end < 600_000_000) {
        $peer->tick();
    }
    $share = (cpu_seconds() - $cpu) / ((hrtime(true) - $end) / 1e9);
    fwrite(fopen('php://fd/3', 'w'), $share < 0.05 ? "at rest\n" : "used $share of a core\n");
    PHP;
$parent = 'require ' . var_export(__DIR__ . '/../support/peers.php', true) . ';' . <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = start_worker($peer, $argv[1]);
    $session->onMessage(function (LogMessage $message) { echo getmypid(), "\n"; });
    $peer->run();
    PHP;
// The worker inherits the last pipe: it is the only one its parent does not make anew.
$process = proc_open(worker_command($parent) . ' ' . escapeshellarg($worker), [['pipe', 'r'], ['pipe', 'w'], STDERR, ['pipe', 'w']], $pipes);
posix_kill((int) fgets($pipes[1]), SIGKILL);
echo fgets($pipes[3]);
--EXPECT--
at rest
