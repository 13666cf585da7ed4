--TEST--
Dead children cost their parent no CPU: neither beside one that lives, nor alone
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$echo = <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $request) => $request);
    $peer->run();
    PHP;
$alive = start_bare_worker($peer, $echo);
for ($i = 0; $i < 4; $i++) {
    $dead[] = start_bare_worker($peer, 'fwrite(STDOUT, "\xF3\x4A\x9D\xE2"); posix_kill(getmypid(), SIGKILL);');
}
tick_until($peer, fn () => array_filter($dead, fn ($session) => $session->isOpen()) === []);
$alive->request(new LogMessage('are you there?'))->await();

$cpu = cpu_seconds();
$seconds = wall_seconds(fn () => $peer->tick(0.5));
var_dump($seconds >= 0.49, cpu_seconds() - $cpu < 0.025);

$alive->close();
$cpu = cpu_seconds();
$seconds = wall_seconds(function () use ($peer) {
    for ($i = 0; $i < 50; $i++) {
        $peer->tick();
    }
});
var_dump($seconds >= 0.4, cpu_seconds() - $cpu < $seconds * 0.05);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
