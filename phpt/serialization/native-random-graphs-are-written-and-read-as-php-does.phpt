--TEST--
Native: graphs of objects of every kind are written as serialize() does and read as unserialize() does, and the same methods run
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/graphs.php';
require __DIR__ . '/../support/pause.php';

$first = random_int(1, PHP_INT_MAX >> 32);
$serializer = new NativeMessageSerializer();
$codec = new FrameCodec($serializer);
for ($seed = $first; $seed < $first + 4000; $seed++) {
    Graphs::seed($seed);
    $box = Graphs::box();
    Ran::take();
    end_pause(new Box());
    if ($seed % 3) {
        $expected = outcome(fn() => serialize($box));
        $written = outcome(fn() => $serializer->serialize($box));
    } else {
        $envelope = new RequestEnvelope('id', $box);
        $expected = outcome(fn() => serialize($envelope));
        $written = outcome(fn() => substr($codec->pack($envelope), 8));
        unset($envelope);
    }
    if ($written !== $expected) {
        exit("seed $seed, written: " . json_encode([$expected, $written], JSON_INVALID_UTF8_SUBSTITUTE));
    }
    unset($box);
    Ran::take();

    $payload = $expected[0];
    $expected = unserialized($payload, true);
    $read = outcome(fn() => fingerprint($seed % 3
        ? $serializer->deserialize($payload)
        : $codec->feed(frame_of($payload))[0]));
    if ($read !== $expected) {
        exit("seed $seed, $payload read: " . json_encode([$expected, $read], JSON_INVALID_UTF8_SUBSTITUTE));
    }
}
echo $seed - $first, " graphs\n";
--EXPECT--
4000 graphs
