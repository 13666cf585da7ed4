--TEST--
A worker whose parent is killed returns from run(), and from await() with an exception
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$begin = 'require ' . var_export(__DIR__ . '/../support/peers.php', true) . '; $peer = new NativeIpcPeer();';
$workers = [
    'run' => $begin . <<<'PHP'
        $peer->createStdioSession()->notify(new LogMessage('running'));
        $peer->run();
        fwrite(fopen('php://fd/3', 'w'), "run() returned\n");
        PHP,
    'await' => $begin . <<<'PHP'
        try {
            $peer->createStdioSession()->request(new LogMessage('question'), 60.0)->await();
        } catch (PeerClosedException $e) {
            fwrite(fopen('php://fd/3', 'w'), get_class($e) . "\n");
        }
        PHP,
];
foreach ($workers as $worker) {
    $parent = $begin . <<<'PHP'
        $session = start_worker($peer, $argv[1]);
        $tell = function () { echo getmypid(), "\n"; };
        $session->onMessage($tell);
        $session->onRequest(function () use ($tell) { $tell(); sleep(60); });
        $peer->run();
        PHP;
    $process = proc_open(worker_command($parent) . ' ' . escapeshellarg($worker), [['pipe', 'r'], ['pipe', 'w'], STDERR, ['pipe', 'w']], $pipes);
    posix_kill((int) fgets($pipes[1]), SIGKILL);
    echo fgets($pipes[3]);
}
--EXPECT--
run() returned
StreamIpc\Transport\PeerClosedException
