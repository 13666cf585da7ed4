--TEST--
Native: a payload cut short anywhere becomes a LogMessage of level error
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/pause.php';

enum Suit: string { case Hearts = 'H'; }
final class Hand implements Message
{
    public function __construct(public array $cards, public ?Hand $next = null, public float $odds = 0.5) {}
}

$whole = serialize(new RequestEnvelope('1.1', new Hand([Suit::Hearts, 'k' => null, [true]], new Hand([]))));
$serializer = new NativeMessageSerializer();
for ($length = 0; $length < strlen($whole); $length++) {
    $cut = substr($whole, 0, $length);
    end_pause(new RequestEnvelope('1.1', new Hand([])));
    if ($serializer->deserialize($cut) != new LogMessage($cut, 'error')) {
        echo "$length: ";
        var_dump($serializer->deserialize($cut));
    }
}
var_dump($length > 100, $serializer->deserialize($whole)->request->cards[0]);
--EXPECT--
bool(true)
enum(Suit::Hearts)
