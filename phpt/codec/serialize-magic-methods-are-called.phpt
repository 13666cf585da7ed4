--TEST--
__serialize() and __unserialize(), __sleep() and __wakeup() of a message are called
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

final class Modern implements Message
{
    public function __construct(public string $text) {}
    public function __serialize(): array { return ['t' => strrev($this->text)]; }
    public function __unserialize(array $data): void { $this->text = strrev($data['t']) . ', unserialized'; }
}
final class Old implements Message
{
    public string $kept = 'kept';
    public ?string $handle = 'handle';
    public function __sleep(): array { return ['kept']; }
    public function __wakeup(): void { $this->handle = 'opened again'; }
}

$codec = new FrameCodec(new NativeMessageSerializer());
echo json_encode($codec->feed($codec->pack(new Modern('abc')) . $codec->pack(new Old()))), "\n";
--EXPECT--
[{"text":"abc, unserialized"},{"kept":"kept","handle":"opened again"}]
