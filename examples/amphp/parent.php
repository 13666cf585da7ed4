<?php

declare(strict_types=1);

use Amp\ByteStream\ReadableResourceStream;
use Amp\ByteStream\WritableResourceStream;
use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

use function Amp\async;
use function Amp\Future\await;

$autoload = (getenv('STREAM_IPC_VENDOR') ?: __DIR__ . '/vendor') . '/autoload.php';
if (is_file($autoload)) {
    require $autoload;
}
if (!class_exists(ReadableResourceStream::class)) {
    fwrite(STDERR, 'This example needs amphp/byte-stream. Please run: composer require -d ' . __DIR__ . " amphp/byte-stream\n");
    exit(1);
}

$peer = new AmphpIpcPeer();
$processes = [];
$futures = [];

foreach (['first' => 300, 'second' => 200, 'third' => 100] as $name => $milliseconds) {
    // The streams may come from anywhere: amphp/process, a socket or, as here, proc_open().
    $processes[] = proc_open([PHP_BINARY, __DIR__ . '/worker.php'], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
    $worker = $peer->createByteStreamSession(
        new WritableResourceStream($pipes[0]),
        [new ReadableResourceStream($pipes[1])],
    );

    // await() suspends this fiber only: all three workers are busy at once.
    $futures[] = async(static function () use ($worker, $name, $milliseconds): void {
        $reply = $worker->request(new LogMessage((string) $milliseconds), timeout: 5.0)->await();
        assert($reply instanceof LogMessage);
        echo "$name: {$reply->message}\n";
    });
}

// The event loop does its other work meanwhile.
$beats = 0;
$timer = EventLoop::repeat(0.01, static function () use (&$beats): void {
    $beats++;
});
await($futures);
EventLoop::cancel($timer);
echo $beats > 0 ? "The event loop ran all the time.\n" : "The event loop stood still.\n";
