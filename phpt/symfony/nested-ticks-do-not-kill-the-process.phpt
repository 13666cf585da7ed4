--TEST--
Handlers that tick twenty thousand levels deep do not kill the process: what is too deep stays queued, and all come
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(60);
$process = start_bare_process('require ' . var_export(dirname(__DIR__) . '/support/symfony.php', true) . ';' . <<<'PHP'
    $peer = new StreamIpc\SymfonyIpcPeer();
    $session = start_symfony_worker($peer, <<<'WORKER'
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($number = 0; $number < 20000; $number++) {
            $session->notify(new LogMessage((string) $number));
        }
        WORKER);
    $came = $expected = [];
    $session->onMessage(function (LogMessage $message) use ($peer, &$came) {
        $came[] = $message->message;
        $peer->tick(0.01);
    });
    do {
        try {
            $peer->run();
        } catch (Throwable $e) {
        }
    } while ($session->isOpen());
    echo count($came), $came === array_map(strval(...), range(0, 19999)) ? ' in order' : ' in disorder', "\n";
    PHP, [1 => ['pipe', 'w']], $pipes);
echo stream_get_contents($pipes[1]);
var_dump(proc_close($process));
--EXPECT--
20000 in order
int(0)
