<?php

declare(strict_types=1);

use Examples\EventLoop\Loop;
use Examples\EventLoop\LoopIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;

require __DIR__ . '/Loop.php';
require __DIR__ . '/LoopTransport.php';
require __DIR__ . '/LoopIpcPeer.php';

$loop = new Loop();
$peer = new LoopIpcPeer($loop);

$process = proc_open([PHP_BINARY, __DIR__ . '/worker.php'], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
$worker = $peer->createStreamSession($pipes[0], $pipes[1]);

$worker->onMessage(static function (Message $message): void {
    if ($message instanceof LogMessage) {
        echo "worker: {$message->message}\n";
    }
});
$worker->onClose(static function (): void {
    echo "The worker has ended.\n";
});

// await() turns the loop until the reply has come; the loop does its other work meanwhile.
$loop->addTimer(0.05, static function (): void {
    echo "A timer of ours.\n";
});
$reply = $worker->request(new LogMessage('Count to three.'), timeout: 10.0)->await();
assert($reply instanceof LogMessage);
echo "reply: {$reply->message}\n";

// We wait for no reply any more: the loop runs until its last stream is gone.
$worker->notify(new LogMessage('Goodbye.'));
$loop->run();
