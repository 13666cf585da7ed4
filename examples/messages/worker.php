<?php

declare(strict_types=1);

namespace Examples\Messages;

use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/messages.php';

$peer = new NativeIpcPeer();

$peer->createStdioSession()->onRequest(static function (Message $order, IpcSession $parent): ?Message {
    if (!$order instanceof PriceOrder) {
        return null; // leaves it to other handlers; if none answers, the parent gets an error
    }
    $total = 0.0;
    foreach ($order->items as $item) {
        $amount = $item->quantity * $item->price->amount;
        if ($item->price->currency !== $order->currency) {
            // Either side may ask at any time: we do so here while the parent waits for our answer.
            $question = new GetRate($item->price->currency, $order->currency);
            $rate = $parent->request($question, timeout: 5.0)->await();
            assert($rate instanceof Rate);
            $amount *= $rate->value;
        }
        $total += $amount;
    }

    return new OrderPriced($order, new Money($total, $order->currency));
});

$peer->run();
