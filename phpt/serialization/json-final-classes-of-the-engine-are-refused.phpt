--TEST--
JSON: a final class of the engine or of ours that cannot do without its constructor becomes an ErrorMessage
--FILE--
<?php
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\{IpcSession, NativeIpcPeer};
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/no-notices.php';

final class Card implements Message { public mixed $suit = null; }
foreach ([Closure::class, Generator::class, WeakReference::class, Fiber::class, FrameCodec::class, IpcSession::class, NativeIpcPeer::class, ResponsePromise::class] as $class) {
    foreach ([['__class' => $class], ['__class' => 'Card', 'suit' => ['__class' => $class]]] as $data) {
        $data = json_encode($data);
        $text = (new JsonMessageSerializer())->deserialize($data)->toString();
        echo $class, ': ', str_starts_with($text, "Failed to unserialize data:$data\n") && str_contains($text, 'final') ? 'refused' : $text, "\n";
    }
}
--EXPECT--
Closure: refused
Closure: refused
Generator: refused
Generator: refused
WeakReference: refused
WeakReference: refused
Fiber: refused
Fiber: refused
StreamIpc\Transport\FrameCodec: refused
StreamIpc\Transport\FrameCodec: refused
StreamIpc\IpcSession: refused
StreamIpc\IpcSession: refused
StreamIpc\NativeIpcPeer: refused
StreamIpc\NativeIpcPeer: refused
StreamIpc\Envelope\ResponsePromise: refused
StreamIpc\Envelope\ResponsePromise: refused
