--TEST--
If the pipes of the Process cannot be found, the peer asks it every sleepTick: nothing is lost
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); (new ReflectionProperty(Symfony\Component\Process\Process::class, 'processPipes'))->hasType() && die('skip the pipes cannot be hidden from this version'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\StreamClosedException;
use Symfony\Component\Process\Process;

require __DIR__ . '/../support/symfony.php';

// As a later version of Symfony might keep them.
final class HiddenPipes
{
    public function __construct(private object $hidden) {}

    public function __call(string $method, array $args): mixed
    {
        return $this->hidden->$method(...$args);
    }
}

final class Hiding extends Process
{
    public function start(?callable $callback = null, array $env = []): void
    {
        parent::start($callback, $env);
        $pipes = new ReflectionProperty(Process::class, 'processPipes');
        $pipes->setValue($this, new HiddenPipes($pipes->getValue($this)));
    }
}

pcntl_alarm(60);
foreach ([0, 5000] as $sleepTick) {
    $peer = new SymfonyIpcPeer(sleepTick: $sleepTick);
    $session = $peer->createSymfonyProcessSession(Hiding::fromShellCommandline('exec ' . worker_command(ANSWERING)));
    $text = str_repeat('abc', 1 << 20);
    var_dump($session->request(new LogMessage($text), 20.0)->await()->message === strrev($text));
    $session = $peer->createSymfonyProcessSession(Hiding::fromShellCommandline('head -c 1 >/dev/null; echo last words'));
    $session->onMessage(function (LogMessage $message) use (&$words) { $words = $message->message; });
    try {
        $session->request(new LogMessage('hello'), 20.0)->await();
    } catch (PeerClosedException | StreamClosedException $e) {
        $session->isOpen() && $peer->tick(5.0);
        echo "gone: $words";
    }
}
--EXPECT--
bool(true)
gone: last words
bool(true)
gone: last words
