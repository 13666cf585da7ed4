--TEST--
A class that the function of unserialize_callback_func declares is measured, too, before memory is short
--INI--
memory_limit=32M
unserialize_callback_func=declare_class
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

final class Bag implements Message
{
    public array $all = [];
}

function declare_class(string $name): void
{
    echo "declares $name\n";
    $properties = implode(array_map(static fn (int $n) => "public int \$p$n = $n; ", range(1, 100)));
    eval("class $name { $properties }");
}

$payload = 'O:3:"Bag":1:{s:3:"all";a:18000:{'
    . implode(array_map(static fn (int $n) => "i:$n;O:3:\"Big\":0:{}", range(0, 17999))) . '}}';
$codec = new FrameCodec(new NativeMessageSerializer());
try {
    $codec->feed(FrameCodec::MAGIC . pack('N', strlen($payload)) . $payload);
    echo "read\n";
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
echo $codec->feed($codec->pack(new LogMessage('next')))[0]->message, "\n";
?>
--EXPECTF--
declares Big
A frame of %d bytes needs about %d bytes of memory, but memory_limit leaves %d: raise it, or send less at once
next
