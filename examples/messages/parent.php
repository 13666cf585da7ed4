<?php

declare(strict_types=1);

namespace Examples\Messages;

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();
$worker = $peer->createCommandSession(
    escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/worker.php'),
    getenv(),
);
// PHP errors of the worker, and anything it prints, arrive as a LogMessage.
$worker->onMessage(static function (Message $message): void {
    if ($message instanceof LogMessage) {
        fwrite(STDERR, "worker: {$message->message}\n");
    }
});
$worker->onRequest(static function (Message $request): ?Message {
    if (!$request instanceof GetRate) {
        return null;
    }
    echo "The worker asks: {$request->from->name} to {$request->to->name}?\n";

    return new Rate(match ([$request->from, $request->to]) {
        [Currency::Yen, Currency::Euro] => 0.00625,
        [Currency::Euro, Currency::Yen] => 160.0,
        default => 1.0,
    });
});

$order = new PriceOrder([
    new Item('Tea bowl', 2, new Money(4000.0, Currency::Yen)),
    new Item('Green tea', 3, new Money(12.5, Currency::Euro)),
], Currency::Euro);

try {
    $priced = $worker->request($order, timeout: 10.0)->await();
    assert($priced instanceof OrderPriced);
} catch (TimeoutException | StreamClosedException | ErrorMessageException $e) {
    fwrite(STDERR, "No price: {$e->getMessage()}\n");
    exit(1);
}

// The order comes back with its price: objects of the same classes, the very same enum cases.
foreach ($priced->order->items as $item) {
    $price = $item->price;
    printf("%d × %-9s ", $item->quantity, $item->name);
    printf("%8.2f %s\n", $price->amount, $price->currency->value);
}
printf("Total         %8.2f %s\n", $priced->total->amount, $priced->total->currency->value);
