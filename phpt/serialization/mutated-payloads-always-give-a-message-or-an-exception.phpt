--TEST--
Payloads changed at random always give a Message or an exception, with either serializer
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage, Message};
use StreamIpc\Serialization\{JsonMessageSerializer, NativeMessageSerializer};

require __DIR__ . '/../support/pause.php';

enum Suit: string { case Hearts = 'H'; }
final class Hand implements Message
{
    private ?Hand $self = null;
    public function __construct(public readonly array $cards, protected float $odds = 0.5, private ?Suit $suit = null) {}
    public function inCycle(): static { $this->self = $this; return $this; }
}

// PHP's complaints about native payloads have tests of their own.
set_error_handler(fn() => true);

$seed = random_int(1, PHP_INT_MAX >> 32);
mt_srand($seed);
$serializers = [new NativeMessageSerializer(), new NativeMessageSerializer([Hand::class]), new JsonMessageSerializer()];
$alphabet = str_split('0123456789:;{}[]"\\,OsaibdNRrEC');
$rounds = 0;
foreach ($serializers as $serializer) {
    $payloads = array_map($serializer->serialize(...), [
        new LogMessage('text'), new ErrorMessage('e'), new RequestEnvelope('1', new Hand([1, 'k' => [new Hand([])]], suit: Suit::Hearts)),
    ]);
    if ($serializer instanceof NativeMessageSerializer) {
        $payloads[] = serialize((new Hand([]))->inCycle());
    }
    for ($i = 0; $i < 5000; $i++) {
        $payload = $payloads[array_rand($payloads)];
        for ($changes = mt_rand(1, 4); $changes > 0; $changes--) {
            $payload = substr_replace($payload, $alphabet[array_rand($alphabet)], mt_rand(0, strlen($payload)), mt_rand(0, 3));
        }
        end_pause(new RequestEnvelope('1', new Hand([])));
        try {
            $message = $serializer->deserialize($payload);
            if (!$message instanceof Message) {
                exit("seed $seed: no message of $payload\n");
            }
        } catch (Throwable) {
        }
        $rounds++;
    }
    unset($message);
    gc_collect_cycles();
}
echo "$rounds payloads\n";
--EXPECT--
15000 payloads
