--TEST--
A worker whose parent is killed while it loops on tick() uses less than a twentieth of a core
--FILE--
<?php

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$worker = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onClose(function () use (&$end, &$cpu) { [$end, $cpu] = [hrtime(true), cpu_seconds()]; });
    $session->notify(new LogMessage('looping'));
    while (!$end || hrtime(true) - $end < 600_000_000) {
        $peer->tick();
    }
    $share = (cpu_seconds() - $cpu) / ((hrtime(true) - $end) / 1e9);
    say($share < 0.05 ? 'at rest' : "used $share of a core");
    PHP;
echo last_words_of_orphan($worker, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = start_bare_worker($peer, WORKER);
    $session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
    $peer->run();
    PHP);
--EXPECT--
at rest
