--TEST--
A class that is documented as final cannot be extended
--FILE--
<?php
namespace StreamIpc;

foreach ([
    Message\LogMessage::class,
    Message\ErrorMessage::class,
    Envelope\RequestEnvelope::class,
    Envelope\ResponseEnvelope::class,
    Envelope\ResponsePromise::class,
    Envelope\Id\PidCounterRequestIdGenerator::class,
    Serialization\NativeMessageSerializer::class,
    Serialization\JsonMessageSerializer::class,
    Transport\FrameCodec::class,
    Transport\NativeFrameReader::class,
    Transport\NativeMessageTransport::class,
    Transport\SymfonyProcessMessageTransport::class,
    NativeIpcPeer::class,
    SymfonyIpcPeer::class,
    AmphpIpcPeer::class,
    IpcSession::class,
] as $class) {
    // A fatal error each time, so each needs a process of its own.
    $said = shell_exec(escapeshellarg(PHP_BINARY) . ' -d display_errors=1 -r ' . escapeshellarg("class Mine extends $class {}") . ' 2>&1');
    $refused = str_contains($said, 'final class') && str_contains($said, $class);
    echo $class, ': ', $refused ? 'is final' : $said, "\n";
}
--EXPECT--
StreamIpc\Message\LogMessage: is final
StreamIpc\Message\ErrorMessage: is final
StreamIpc\Envelope\RequestEnvelope: is final
StreamIpc\Envelope\ResponseEnvelope: is final
StreamIpc\Envelope\ResponsePromise: is final
StreamIpc\Envelope\Id\PidCounterRequestIdGenerator: is final
StreamIpc\Serialization\NativeMessageSerializer: is final
StreamIpc\Serialization\JsonMessageSerializer: is final
StreamIpc\Transport\FrameCodec: is final
StreamIpc\Transport\NativeFrameReader: is final
StreamIpc\Transport\NativeMessageTransport: is final
StreamIpc\Transport\SymfonyProcessMessageTransport: is final
StreamIpc\NativeIpcPeer: is final
StreamIpc\SymfonyIpcPeer: is final
StreamIpc\AmphpIpcPeer: is final
StreamIpc\IpcSession: is final
