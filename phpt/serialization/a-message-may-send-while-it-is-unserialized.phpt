--TEST--
A message may send and tick while it is unserialized
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Receipt implements Message
{
    public static Closure $arrived;

    public function __construct(public int $number) {}

    public function __wakeup(): void
    {
        (self::$arrived)($this->number);
    }
}

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
Receipt::$arrived = function (int $number) use ($peer, $there) {
    $there->notify(new LogMessage("receipt $number"));
    $peer->tick(0);
};
$order = [];
$there->onMessage(function (Receipt $receipt) use (&$order) { $order[] = $receipt->number; });
$receipts = [];
$here->onMessage(function (LogMessage $message) use (&$receipts) { $receipts[] = $message->message; });
for ($i = 0; $i < 5; $i++) {
    $here->notify(new Receipt($i));
}
tick_until($peer, function () use (&$order, &$receipts) { return count($order) + count($receipts) === 10; });
sort($order);
sort($receipts);
echo implode(' ', $order), "\n", implode(', ', $receipts), "\n";
--EXPECT--
0 1 2 3 4
receipt 0, receipt 1, receipt 2, receipt 3, receipt 4
