--TEST--
Frames among halves of magics, cut at random, come out as junk and messages without loss
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\MessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';

final class Plain implements MessageSerializer
{
    public function serialize(Message $data): string { return $data->message; }
    public function deserialize(string $data): Message { return new LogMessage($data, 'frame'); }
}

$seed = random_int(1, PHP_INT_MAX >> 32);
mt_srand($seed);
$pieces = ["\xF3", "\xF3\x4A", "\xF3\x4A\x9D", "\x4A\x9D\xE2", "\xE2", 'text', "\0\0\0\x01"];
$rounds = 0;
for ($round = 0; $rounds < 200; $round++) {
    $stream = '';
    $frames = 1;
    for ($i = mt_rand(1, 30); $i > 0; $i--) {
        $framed = mt_rand(0, 3) === 0;
        $frames += (int) $framed;
        $piece = $pieces[array_rand($pieces)];
        $stream .= $framed ? frame_of($piece) : $piece;
    }
    $stream .= frame_of('last');
    if (substr_count($stream, FrameCodec::MAGIC) !== $frames) {
        // The pieces happen to make a magic with whatever length behind it.
        continue;
    }
    $rounds++;
    $codec = new FrameCodec(new Plain());
    $again = '';
    for ($at = 0; $at < strlen($stream); $at += $size) {
        $size = mt_rand(1, 7);
        foreach ($codec->feed(substr($stream, $at, $size)) as $message) {
            $again .= $message->level === 'junk' ? $message->message : frame_of($message->message);
        }
    }
    if ($again !== $stream || $codec->hasBufferedData()) {
        exit("seed $seed, round $round: " . bin2hex($stream) . " became " . bin2hex($again) . "\n");
    }
}
echo "nothing lost\n";
--EXPECT--
nothing lost
