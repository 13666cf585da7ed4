--TEST--
Callbacks of the Process see the output, frames and all, and no message is lost by them
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;
use Symfony\Component\Process\Process;

require __DIR__ . '/../support/symfony.php';

final class Watched extends Process
{
    public string $watched = '';

    public function start(?callable $callback = null, array $env = []): void
    {
        parent::start(function ($type, $bytes) { $this->watched .= $bytes; }, $env);
    }
}

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$code = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->notify(new LogMessage('hello'));
    $session->onRequest(function () { exit; });
    $peer->run();
    PHP;
$hello = frame(new LogMessage('hello'));

// A Process that watches itself.
$process = Watched::fromShellCommandline('exec ' . worker_command($code));
$session = $peer->createSymfonyProcessSession($process);
$session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
$peer->tick(10.0);
var_dump($process->watched === $hello);

// Others that the user waits for.
foreach (['waitUntil', 'wait'] as $method) {
    $session = start_symfony_worker($peer, $method === 'wait' ? str_replace('$peer->run();', '', $code) : $code, $process);
    $session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
    $watched = '';
    $process->$method(function ($type, $bytes) use (&$watched, $hello) {
        return ($watched .= $bytes) === $hello;
    });
    var_dump($watched === $hello);
    $peer->tick(10.0);
}
--EXPECT--
hello
bool(true)
bool(true)
hello
bool(true)
hello
