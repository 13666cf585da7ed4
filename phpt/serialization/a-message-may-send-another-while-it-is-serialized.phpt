--TEST--
A message may send another while it is serialized: both frames arrive whole, the inner one first
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Announced implements Message
{
    public static ?IpcSession $session = null;

    public function __construct(public string $text) {}

    public function __serialize(): array
    {
        self::$session?->notify(new LogMessage('next comes ' . strlen($this->text)));
        return ['text' => $this->text];
    }
}

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
Announced::$session = $here;
$there->onMessage(function (Message $message) {
    echo $message instanceof Announced ? strlen($message->text) : $message->message, "\n";
});
$there->onRequest(fn (Announced $question) => new LogMessage('a reply to ' . strlen($question->text)));
$here->notify(new Announced('short'));
$here->notify(new Announced(str_repeat('x', 100_000)));
echo $here->request(new Announced('as a request'))->await()->message, "\n";
--EXPECT--
next comes 5
5
next comes 100000
100000
next comes 12
a reply to 12
