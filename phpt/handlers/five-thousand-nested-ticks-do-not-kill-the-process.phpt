--TEST--
Handlers that tick five thousand levels deep do not kill the process: they all run, or an exception says that it is too deep
--FILE--
<?php

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$process = start_bare_process(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = start_bare_worker($peer, <<<'WORKER'
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($number = 0; $number < 5000; $number++) {
            $session->notify(new LogMessage((string) $number));
        }
        WORKER);
    $came = 0;
    $session->onMessage(function () use ($peer, &$came) {
        $came++;
        $peer->tick(0.01);
    });
    do {
        try {
            $peer->run();
        } catch (Throwable $e) {
        }
    } while ($session->isOpen());
    echo "$came\n";
    PHP, [1 => ['pipe', 'w']], $pipes);
echo stream_get_contents($pipes[1]);
var_dump(proc_close($process));
--EXPECT--
5000
int(0)
