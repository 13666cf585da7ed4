--TEST--
A stream of a session that has ended costs nothing while the other one lives
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
foreach (['STDOUT', 'STDERR'] as $ended) {
    $other = $ended === 'STDOUT' ? 'STDERR' : 'STDOUT';
    $session = start_bare_worker($peer, <<<PHP
        fclose($ended);
        \$peer = new NativeIpcPeer();
        \$peer->createStreamSession($other, STDIN)->onRequest(fn (LogMessage \$request) => \$request);
        \$peer->run();
        PHP);
    $session->request(new LogMessage('is it closed?'))->await();
    $cpu = cpu_seconds();
    $seconds = wall_seconds(fn () => $peer->tick(0.5));
    var_dump($session->isOpen(), $seconds >= 0.49, cpu_seconds() - $cpu < 0.1);
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
