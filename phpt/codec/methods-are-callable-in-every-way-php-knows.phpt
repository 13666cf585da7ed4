--TEST--
The codec's methods are callable as first-class callables, through Reflection and as arrays, not statically
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/thrown.php';

$codec = new FrameCodec(new NativeMessageSerializer());
$log = new LogMessage('x');
$frame = $codec->pack($log);
var_dump($codec->pack(...)($log) === $frame);
var_dump(array_map([$codec, 'pack'], [$log])[0] === $frame);
var_dump((new ReflectionMethod($codec, 'pack'))->invoke($codec, $log) === $frame);
var_dump(Closure::fromCallable([$codec, 'FEED'])($frame) == [$log]);
thrown(fn() => FrameCodec::pack($log));
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
Error: Non-static method StreamIpc\Transport\FrameCodec::pack() cannot be called statically
