--TEST--
All captured frames in one stream come back in their order, with the junk between them in its place
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/wire-frames.php';

foreach (['native', 'json'] as $kind) {
    $frames = wireFrames($kind);
    $stream = '';
    foreach ($frames as $name => $bytes) {
        $stream .= "junk before $name\n\xF3\x4A" . $bytes;
    }
    $messages = (new FrameCodec(wireSerializer($kind)))->feed($stream);
    echo $kind, ': ', count($messages), " messages\n";
    foreach (array_keys($frames) as $i => $name) {
        [$junk, $message] = array_slice($messages, 2 * $i, 2);
        if ($junk != new LogMessage("junk before $name\n\xF3\x4A", 'junk')) {
            echo "$kind/$name: wrong junk before it\n";
        }
        if (null !== $problem = wireProblem($kind, $name, $message)) {
            echo "$kind/$name: $problem\n";
        }
    }
}
--EXPECT--
native: 36 messages
json: 28 messages
