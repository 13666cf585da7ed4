--TEST--
pack(), feed() and the constructor refuse wrong arguments
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/thrown.php';

$codec = new FrameCodec(new NativeMessageSerializer());
thrown(fn() => $codec->pack(new stdClass()));
thrown(fn() => $codec->pack('text'));
thrown(fn() => $codec->feed(null));
thrown(fn() => $codec->feed([]));
thrown(fn() => new FrameCodec(new NativeMessageSerializer(), 'many'));
thrown(fn() => $codec->__construct(new NativeMessageSerializer()));
foreach ([fn() => $codec->pack(), fn() => $codec->feed(), fn() => new FrameCodec()] as $call) {
    try {
        $call();
    } catch (ArgumentCountError) {
        echo "ArgumentCountError\n";
    }
}
thrown(fn() => $codec->feed(bytes: ''));
echo bin2hex(substr($codec->pack(message: new LogMessage('')), 0, 8)), ' ', json_encode($codec->feed(chunk: 12)), "\n";
--EXPECTF--
TypeError: StreamIpc\Transport\FrameCodec::pack(): Argument #1 ($message) must be of type StreamIpc\Message\Message, stdClass given%S
TypeError: StreamIpc\Transport\FrameCodec::pack(): Argument #1 ($message) must be of type StreamIpc\Message\Message, string given%S
TypeError: StreamIpc\Transport\FrameCodec::feed(): Argument #1 ($chunk) must be of type string, null given%S
TypeError: StreamIpc\Transport\FrameCodec::feed(): Argument #1 ($chunk) must be of type string, array given%S
TypeError: StreamIpc\Transport\FrameCodec::__construct(): Argument #2 ($maxFrame) must be of type ?int, string given%S
Error: Cannot modify readonly property StreamIpc\Transport\FrameCodec::$serializer
ArgumentCountError
ArgumentCountError
ArgumentCountError
Error: Unknown named parameter $bytes
f34a9de200000054 [{"message":"12","level":"junk"}]
