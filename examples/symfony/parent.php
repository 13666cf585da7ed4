<?php

declare(strict_types=1);

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;
use Symfony\Component\Process\Process;

$autoload = (getenv('STREAM_IPC_VENDOR') ?: __DIR__ . '/vendor') . '/autoload.php';
if (is_file($autoload)) {
    require $autoload;
}
// Debian's package php-symfony-process.
if (!class_exists(Process::class) && stream_resolve_include_path('Symfony/Component/Process/autoload.php') !== false) {
    require 'Symfony/Component/Process/autoload.php';
}
if (!class_exists(Process::class)) {
    fwrite(STDERR, 'This example needs symfony/process. Please run: composer require -d ' . __DIR__ . " symfony/process\n"
        . "or, on Debian: apt install php-symfony-process\n");
    exit(1);
}

// Takes any Process that was not started yet, with all its settings: folder, environment, timeouts.
$process = new Process([PHP_BINARY, __DIR__ . '/worker.php'], env: ['GREETING' => 'Hello'], timeout: 60.0);

$peer = new SymfonyIpcPeer();
$worker = $peer->createSymfonyProcessSession($process);

$worker->onMessage(static function (Message $message): void {
    if ($message instanceof LogMessage) {
        echo "{$message->level}: {$message->message}\n";
    }
});
// Runs, among others, when the Process's timeout has passed, which stops it.
$worker->onException(static function (Throwable $e): void {
    fwrite(STDERR, "{$e->getMessage()}\n");
});

try {
    $reply = $worker->request(new LogMessage('Symfony'), timeout: 5.0)->await();
    assert($reply instanceof LogMessage);

    echo "reply: {$reply->message}\n";
} catch (TimeoutException | StreamClosedException $e) {
    fwrite(STDERR, "No reply in time, or the worker is gone: {$e->getMessage()}\n");
    exit(1);
} catch (ErrorMessageException $e) {
    fwrite(STDERR, "The worker could not answer: {$e->getMessage()}\n");
    exit(1);
}

// Ends the worker's run(); the Process is still ours to ask.
$worker->close();
echo "exit code: {$process->wait()}\n";
