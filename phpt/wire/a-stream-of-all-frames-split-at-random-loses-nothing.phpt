--TEST--
A stream of all captured frames and junk, split at random, gives the same frames and junk bytes
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/wire-frames.php';

$seed = random_int(1, PHP_INT_MAX >> 32);
mt_srand($seed);
$stream = '';
foreach (wireFrames('native') as $name => $bytes) {
    $stream .= "[$name]\xF3\x4A\x9D" . $bytes;
}
for ($round = 0; $round < 50; $round++) {
    $codec = new FrameCodec(wireSerializer('native'));
    $again = '';
    foreach (randomChunks($stream) as $chunk) {
        foreach ($codec->feed($chunk) as $message) {
            $junk = $message instanceof LogMessage && $message->level === LogMessage::LEVEL_JUNK;
            $again .= $junk ? $message->message : $codec->pack($message);
        }
    }
    if ($again !== $stream || $codec->hasBufferedData()) {
        exit("seed $seed, round $round: the stream differs\n");
    }
}
echo "the same stream\n";
--EXPECT--
the same stream
