<?php

// The classes of the extension stream_ipc as IDEs, PHPStan and Psalm read them; never loaded by PHP.
// phpt/stubs holds this file against the extension, in both directions.
//
// Times are in seconds, sizes in bytes. A handler may take fewer parameters than it is given.

namespace StreamIpc\Message {
    /** Marks what may travel: implement it in your own message classes. Both sides must know the class. */
    interface Message
    {
    }

    /** A line of text, and what becomes of bytes that are no frame. */
    final readonly class LogMessage implements Message
    {
        /** The level of bytes outside a frame: a stray echo, a PHP warning on a worker's output. */
        public const LEVEL_JUNK = 'junk';

        public function __construct(public string $message, public string $level = 'info')
        {
        }
    }

    /** What came instead of a reply, or of a message that could not be read. */
    final readonly class ErrorMessage implements Message
    {
        private string $errorMessage;

        /** @param \Throwable|null $exception its class, message and trace are added to the text, and those of its previous ones */
        public function __construct(string $errorMessage, ?\Throwable $exception = null)
        {
        }

        /** The text, with the exception's class, message and trace behind it, and those of its previous ones. */
        public function toString(): string
        {
        }
    }

    /** Thrown by await() where the other side replied with an ErrorMessage; has its text. */
    class ErrorMessageException extends \Exception
    {
        public function __construct(ErrorMessage $message)
        {
        }
    }
}

namespace StreamIpc\Transport {
    use Amp\ByteStream\ReadableResourceStream;
    use Amp\ByteStream\WritableResourceStream;
    use StreamIpc\Message\Message;
    use StreamIpc\Serialization\MessageSerializer;
    use Symfony\Component\Process\Process;

    /** Sends messages. Implement it, and extend IpcPeer, for a transport of your own. */
    interface MessageTransport
    {
        /**
         * Sends a message whole.
         *
         * @throws StreamClosedException the other side is gone, or the stream is closed or broken
         */
        public function send(Message $message): void;
    }

    /** A stream was closed, or broke, while it was needed. */
    class StreamClosedException extends \Exception
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /** No reply came in time, or a message did not even leave. */
    class TimeoutException extends \RuntimeException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /** The other side is gone, so that no reply can come any more; await() throws it at once. */
    class PeerClosedException extends TimeoutException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /** Frames without streams: messages to bytes, and bytes, however chunked, to messages. */
    final class FrameCodec
    {
        /** What every frame begins with; four bytes of length and the payload follow. */
        public const MAGIC = "\xF3\x4A\x9D\xE2";

        /**
         * @param int|null $maxFrame the longest payload to accept, in bytes; null: what the INI setting
         *     stream_ipc.max_frame_size says
         */
        public function __construct(MessageSerializer $serializer, ?int $maxFrame = null)
        {
        }

        /**
         * A message as a whole frame.
         *
         * @throws \RuntimeException the payload is longer than a frame can say: 4 GiB
         * @throws \Throwable whatever the serializer throws
         */
        public function pack(Message $message): string
        {
        }

        /**
         * The messages that are complete with this chunk, in order. Bytes outside a frame become a
         * LogMessage of level "junk", a payload that cannot be read an ErrorMessage.
         *
         * @return list<Message>
         * @throws \RuntimeException a frame is over the limit; it is skipped, and the next call goes on
         *     behind it
         */
        public function feed(string $chunk): array
        {
        }

        /** Whether part of a frame is waiting for its rest. */
        public function hasBufferedData(): bool
        {
        }
    }

    /** Reads the messages of one stream without a peer, waiting for them. */
    final class NativeFrameReader
    {
        /**
         * @param resource $stream
         * @param int|null $maxFrame the longest payload to accept, in bytes; null: what the INI setting
         *     stream_ipc.max_frame_size says
         */
        public function __construct($stream, MessageSerializer $serializer, ?int $maxFrame = null)
        {
        }

        /** @return resource */
        public function getStream()
        {
        }

        /**
         * Waits until at least one message, or junk, is there.
         *
         * @return non-empty-list<Message>
         * @throws StreamClosedException the stream has ended
         * @throws \RuntimeException a frame is over the limit, or does not fit into memory
         */
        public function readFrameSync(): array
        {
        }
    }

    /** Messages over PHP streams: one to write, others to read. */
    final class NativeMessageTransport implements MessageTransport
    {
        /**
         * @param resource $writeStream
         * @param array<resource> $readStreams
         * @param int|null $frameLimit the longest payload to accept, in bytes; null: what the INI setting
         *     stream_ipc.max_frame_size says
         */
        public function __construct($writeStream, array $readStreams, MessageSerializer $serializer, ?int $frameLimit = null)
        {
        }

        /**
         * Sends a message whole. While it waits for room, what arrives is read and queued, so that two
         * sides that write at once do not block each other.
         *
         * @throws StreamClosedException the other side is gone, or the stream is closed or broken
         */
        public function send(Message $message): void
        {
        }

        /** @return list<resource> */
        public function getReadStreams(): array
        {
        }

        /**
         * The messages that are there, without waiting; none at the end of the stream.
         *
         * @param resource $stream
         * @return list<Message>
         * @throws \LogicException the stream is not one of this transport's
         * @throws \RuntimeException a frame is over the limit, or does not fit into memory
         */
        public function readFromStream($stream): array
        {
        }
    }

    /** Messages over the standard streams of a child that Symfony's Process runs. */
    final class SymfonyProcessMessageTransport implements MessageTransport
    {
        /**
         * Gives the process an input and starts it.
         *
         * @param Process $process one that was not started yet
         * @param int|null $frameLimit the longest payload to accept, in bytes; null: what the INI setting
         *     stream_ipc.max_frame_size says
         * @throws \Throwable what Process::start() throws
         */
        public function __construct(Process $process, MessageSerializer $serializer, ?int $frameLimit = null)
        {
        }

        /**
         * Sends a message whole; what arrives meanwhile is queued.
         *
         * @throws StreamClosedException the child is gone, or does not read any more
         */
        public function send(Message $message): void
        {
        }

        /** Whether the child still runs. */
        public function isRunning(): bool
        {
        }

        /**
         * The messages that are there, without waiting, by the type of output they came from.
         *
         * @return array<Process::OUT|Process::ERR, list<Message>>
         * @throws \RuntimeException a frame is over the limit, or does not fit into memory
         */
        public function takePending(): array
        {
        }
    }

    /** Messages over streams of amphp/byte-stream. Whoever waits suspends its fiber, not the process. */
    class AmpByteStreamMessageTransport implements MessageTransport
    {
        /**
         * @param list<ReadableResourceStream> $readStreams at least one
         * @param int|null $maxFrame the longest payload to accept, in bytes; null: what the INI setting
         *     stream_ipc.max_frame_size says
         * @throws \ValueError there is no stream to read
         */
        public function __construct(WritableResourceStream $writeStream, array $readStreams, MessageSerializer $serializer, ?int $maxFrame = null)
        {
        }

        /**
         * Sends a message whole; where the stream has no room, the current fiber is suspended.
         *
         * @throws StreamClosedException the stream is closed or broken
         */
        public function send(Message $message): void
        {
        }

        /** @return list<ReadableResourceStream> */
        public function getReadStreams(): array
        {
        }

        /**
         * Suspends the current fiber until the stream has brought a message or junk; at its end: none.
         *
         * @return list<Message>
         * @throws \LogicException the stream is not one of the transport's
         * @throws \RuntimeException a frame is over the limit, or does not fit into memory
         */
        public function readFromStream(ReadableResourceStream $stream): array
        {
        }
    }
}

namespace StreamIpc\Serialization {
    use StreamIpc\Message\Message;

    /** Turns messages into payloads and back. Implement it for a format of your own; both sides need the same. */
    interface MessageSerializer
    {
        public function serialize(Message $data): string;

        /** What it throws reaches the session as an ErrorMessage in the message's place. */
        public function deserialize(string $data): Message;
    }

    /** PHP's own serialize() and unserialize(). */
    final readonly class NativeMessageSerializer implements MessageSerializer
    {
        /**
         * @param list<class-string>|bool $allowedClasses the classes a payload may name, as for
         *     unserialize(); the classes of the protocol itself are always allowed. Name yours where the
         *     other side is not to be trusted
         */
        public function __construct(array|bool $allowedClasses = true)
        {
        }

        /** @throws \Throwable what serialize() throws, as of a closure among the properties */
        public function serialize(Message $data): string
        {
        }

        /** What is no message becomes a LogMessage of level "error". */
        public function deserialize(string $data): Message
        {
        }
    }

    /**
     * JSON in which an object is a map with its class under "__class". Enums do not come back from it.
     *
     * The map holds the object's properties. An object whose state is in none, as that of DateTime,
     * ArrayObject, SplObjectStorage, Closure and of classes that extend such ones, is refused, unless it
     * implements JsonSerializable: then what its jsonSerialize() gives travels in its place. Other
     * objects' jsonSerialize() is not called.
     *
     * In the text of an ErrorMessage, bytes that are not UTF-8 are replaced by U+FFFD.
     */
    final readonly class JsonMessageSerializer implements MessageSerializer
    {
        /**
         * @throws \JsonException the message holds what JSON cannot: a cycle, a resource, text that is not
         *     UTF-8, an object whose state is in no property; it tells the class and the property
         */
        public function serialize(Message $data): string
        {
        }

        /** What is no message becomes an ErrorMessage. Objects are built without their constructor. */
        public function deserialize(string $data): Message
        {
        }
    }
}

namespace StreamIpc\Envelope\Id {
    /** Makes the ids that tie replies to requests. */
    interface RequestIdGenerator
    {
        /** An id that no other request of the session has. */
        public function generate(): string;
    }

    /** "4711.1", "4711.2": the process id, and a number that counts on in all of the process. */
    final class PidCounterRequestIdGenerator implements RequestIdGenerator
    {
        public function generate(): string
        {
        }
    }
}

namespace StreamIpc\Envelope {
    use StreamIpc\IpcPeer;
    use StreamIpc\IpcSession;
    use StreamIpc\Message\Message;

    /** A message that wants a reply, with the id the reply will bear. Sessions wrap and unwrap it. */
    final readonly class RequestEnvelope implements Message
    {
        public function __construct(public string $id, public Message $request)
        {
        }
    }

    /** The reply to the request of the same id. Sessions wrap and unwrap it. */
    final readonly class ResponseEnvelope implements Message
    {
        public function __construct(public string $id, public Message $response)
        {
        }
    }

    /** The reply to a request, to be awaited; who lets go of it forgets the request. */
    final class ResponsePromise
    {
        /** Seconds a request waits for its reply unless told otherwise. */
        public const DEFAULT_TIMEOUT = 30.0;

        /** Made by IpcSession::request(). */
        public function __construct(IpcPeer $peer, IpcSession $session, string $id, float $timeout = self::DEFAULT_TIMEOUT)
        {
        }

        public function __destruct()
        {
        }

        /**
         * Handles whatever arrives until the outcome is known. Awaiting again gives the same reply, or
         * throws the same exception.
         *
         * @throws \StreamIpc\Message\ErrorMessageException the other side answered with an error
         * @throws \StreamIpc\Transport\TimeoutException no reply in time
         * @throws \StreamIpc\Transport\PeerClosedException the other side is gone; a TimeoutException, too
         * @throws \Throwable whatever a handler throws that runs meanwhile
         */
        public function await(): Message
        {
        }

        /**
         * Whether the outcome is known: the reply, an error, the end of the other side, the deadline. It
         * looks at nothing new; tick() does.
         */
        public function isResolved(): bool
        {
        }
    }
}

namespace StreamIpc {
    use Amp\ByteStream\ReadableResourceStream;
    use Amp\ByteStream\WritableResourceStream;
    use StreamIpc\Envelope\Id\RequestIdGenerator;
    use StreamIpc\Envelope\ResponsePromise;
    use StreamIpc\Message\Message;
    use StreamIpc\Serialization\MessageSerializer;
    use StreamIpc\Transport\AmpByteStreamMessageTransport;
    use StreamIpc\Transport\MessageTransport;
    use StreamIpc\Transport\NativeMessageTransport;
    use StreamIpc\Transport\SymfonyProcessMessageTransport;
    use Symfony\Component\Process\Process;

    /** One conversation with another process. */
    final class IpcSession
    {
        /** Made by the peer's create…Session() methods. */
        public function __construct(IpcPeer $peer, MessageTransport $transport, RequestIdGenerator $idGen)
        {
        }

        public function getTransport(): MessageTransport
        {
        }

        /**
         * Sends a message that wants no reply; it arrives at every onMessage() handler. Where the other
         * side has no room, it waits as many seconds as stream_ipc.send_timeout says.
         *
         * @throws Transport\TimeoutException the other side had no room for so long; if half of the message has left, the session is closed
         * @throws Transport\StreamClosedException the other side is gone, or the stream is closed or broken
         */
        public function notify(Message $msg): void
        {
        }

        /**
         * Sends a message that wants a reply.
         *
         * @param float $timeout seconds for the sending and the reply together
         * @throws Transport\StreamClosedException the other side is gone, or the stream is closed or broken
         * @throws Transport\TimeoutException not even the sending was done in time
         */
        public function request(Message $msg, float $timeout = 30.0): ResponsePromise
        {
        }

        /**
         * Adds a handler of notifications; all are called, in order. What it throws ends tick().
         *
         * @param callable(Message, IpcSession): mixed $handler
         */
        public function onMessage(callable $handler): void
        {
        }

        /**
         * Removes one handler that is identical.
         *
         * @param callable(Message, IpcSession): mixed $handler
         */
        public function offMessage(callable $handler): void
        {
        }

        /**
         * Adds a handler of requests. The first one that returns a message replies; what it throws
         * becomes the asker's ErrorMessageException. One that returns null leaves the request to the
         * next; where nobody replies, the asker is told, also of a handler that returned anything else.
         *
         * @param callable(Message, IpcSession): ?Message $handler
         */
        public function onRequest(callable $handler): void
        {
        }

        /**
         * Removes one handler that is identical.
         *
         * @param callable(Message, IpcSession): ?Message $handler
         */
        public function offRequest(callable $handler): void
        {
        }

        /**
         * Adds a handler of what goes wrong in the session's streams. Unless one returns false, the
         * session is closed.
         *
         * @param callable(\Throwable, IpcSession): mixed $handler
         */
        public function onException(callable $handler): void
        {
        }

        /**
         * Removes one handler that is identical.
         *
         * @param callable(\Throwable, IpcSession): mixed $handler
         */
        public function offException(callable $handler): void
        {
        }

        /**
         * Adds a handler that is told once that the session has ended, whichever side ended it.
         *
         * A session that the other side has ended keeps its streams, and its place in its peer, until
         * it is closed: `$session->onClose(fn (IpcSession $session) => $session->close());`
         *
         * @param callable(IpcSession): mixed $handler
         */
        public function onClose(callable $handler): void
        {
        }

        /**
         * Removes one handler that is identical.
         *
         * @param callable(IpcSession): mixed $handler
         */
        public function offClose(callable $handler): void
        {
        }

        /**
         * Handles a message as if it had arrived; for transports of your own.
         *
         * @throws \Throwable whatever a message handler throws
         */
        public function dispatch(Message $envelope): void
        {
        }

        /** Tells the onException() handlers; unless one returns false, the session is closed. */
        public function triggerException(\Throwable $e): void
        {
        }

        /**
         * Ends the session and takes it out of its peer. Its streams are let go of; those that nobody
         * else holds are closed.
         */
        public function close(): void
        {
        }

        /** Whether neither side has ended the session. */
        public function isOpen(): bool
        {
        }

        /**
         * What the session has moved so far, and what waits. The bytes are null for a transport other
         * than NativeMessageTransport.
         *
         * @return array{
         *     messages_sent: int,
         *     messages_received: int,
         *     bytes_sent: int|null,
         *     bytes_received: int|null,
         *     queued_bytes: int|null,
         *     pending_requests: int,
         * }
         */
        public function getStats(): array
        {
        }

        /** Expects a reply of this id; request() does it for its own. */
        public function registerPromise(string $id): void
        {
        }

        /** Forgets the request of this id, and its reply if there is one. */
        public function cleanupPromise(string $id): void
        {
        }

        /** Takes the reply of this id; null while there is none. */
        public function popResponse(string $id): ?Message
        {
        }
    }

    /** A stream of a session is none any more: user code closed it. */
    class InvalidStreamException extends \RuntimeException
    {
        public function __construct(IpcSession $session, ?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }

        public function getSession(): IpcSession
        {
        }
    }

    /** The sessions of a process. Extend it for a transport of your own. */
    abstract class IpcPeer
    {
        /** @var array<IpcSession> those that are open */
        protected array $sessions = [];

        protected MessageSerializer $defaultSerializer;

        protected RequestIdGenerator $idGen;

        /**
         * @param MessageSerializer|null $defaultSerializer null: a NativeMessageSerializer
         * @param RequestIdGenerator|null $idGen null: a PidCounterRequestIdGenerator
         */
        public function __construct(?MessageSerializer $defaultSerializer = null, ?RequestIdGenerator $idGen = null)
        {
        }

        protected function createSession(MessageTransport $transport): IpcSession
        {
        }

        /** Takes a session out without closing it; close() does both. Nothing happens to one of another peer. */
        public function removeSession(IpcSession $session): void
        {
        }

        /**
         * Waits for messages and dispatches all that has arrived.
         *
         * @param float|null $timeout seconds to wait for the first one; 0.0: only look; null: without end
         * @throws \Throwable whatever a message handler throws; what came with its message stays queued
         */
        abstract public function tick(?float $timeout = null): void;

        /**
         * Ticks for some seconds; not at all for none, or less.
         *
         * @throws \Throwable whatever a message handler throws
         */
        public function tickFor(float $seconds): void
        {
        }

        /**
         * Ticks until every session has ended.
         *
         * @throws \Throwable whatever a message handler throws
         */
        public function run(): void
        {
        }
    }

    /** Sessions over PHP streams and child processes, all polled at once. */
    final class NativeIpcPeer extends IpcPeer
    {
        /**
         * A session over streams that are open: pipes, sockets, TLS. The same may be written and read.
         * Filters are applied; one that holds bytes back until more come, as zlib.deflate does, holds
         * messages back with them.
         *
         * @param resource $write
         * @param resource $read
         * @param resource|null $read2 as a process's standard error
         */
        public function createStreamSession($write, $read, $read2 = null): IpcSession
        {
        }

        /**
         * The way back to the process that started this one: writes STDOUT, reads STDIN.
         *
         * A pipe under STDOUT is opened a second time for the session. The other side sees the end
         * of a STDOUT that the script closes when the session is closed or has ended, too, or in the
         * next turn of its peer: a tick() or an await().
         *
         * What PHP prints while a frame is half written, by echo in a signal handler say, or as a
         * warning, is written behind that frame; what a script writes to STDOUT itself, by fwrite(),
         * cuts it. An input that was closed when PHP started has ended.
         *
         * @throws \RuntimeException standard input and output are not the script's own, as under FPM,
         *     Apache, php -S and in threads; standard output was closed when PHP started; or the script
         *     has closed one of them
         */
        public function createStdioSession(): IpcSession
        {
        }

        /** @throws \LogicException the transport belongs to another session that is open */
        public function createSessionFromTransport(NativeMessageTransport $transport): IpcSession
        {
        }

        /**
         * Starts a command through the shell and talks to it over its standard input and output; what
         * it writes to its standard error arrives as junk.
         *
         * @param string $command as for proc_open(): escapeshellarg() what is not yours
         * @param array<string, string> $args the environment the command gets, all of it: getenv() for
         *     the one of this process
         * @param string|null $cwd the folder it runs in; null: that of this process
         * @throws \TypeError a value of the environment is no string; it names the key
         * @throws \RuntimeException the command could not be started
         */
        public function createCommandSession(string $command, array $args, ?string $cwd = null): IpcSession
        {
        }

        /**
         * Waits for messages and dispatches all that has arrived. Without a session, or where all have
         * ended, there is nothing to wait for: it rests its timeout, at most 10 ms, so that loops do not
         * spin.
         *
         * @param float|null $timeout seconds to wait for the first one; 0.0: only look; null: without end
         * @throws \Throwable whatever a message handler throws; what came with its message stays queued
         */
        public function tick(?float $timeout = null): void
        {
        }
    }

    /** Sessions with children that Symfony's Process runs. The process keeps its settings, timeouts and callbacks. */
    final class SymfonyIpcPeer extends IpcPeer
    {
        /**
         * @param MessageSerializer|null $defaultSerializer null: a NativeMessageSerializer
         * @param RequestIdGenerator|null $idGen null: a PidCounterRequestIdGenerator
         * @param int|null $sleepTick microseconds between two looks at a process whose pipes cannot be
         *     polled; null: 500
         */
        public function __construct(?MessageSerializer $defaultSerializer = null, ?RequestIdGenerator $idGen = null, ?int $sleepTick = null)
        {
        }

        /**
         * Starts the process and talks to it over its standard input and both outputs.
         *
         * @param Process $process one that was not started yet
         * @throws \Throwable what Process::start() throws
         */
        public function createSymfonyProcessSession(Process $process): IpcSession
        {
        }

        /** @throws \LogicException the transport belongs to another session */
        public function createSessionFromTransport(SymfonyProcessMessageTransport $transport): IpcSession
        {
        }

        /** Takes a session out, and ends the input of its child once what was sent has left. */
        public function removeSession(IpcSession $session): void
        {
        }

        /**
         * Waits for messages and dispatches all that has arrived. Without a session, or where all have
         * ended, there is nothing to wait for: it rests its timeout, at most 10 ms, so that loops do not
         * spin.
         *
         * @param float|null $timeout seconds to wait for the first one; 0.0: only look; null: without end
         * @throws \Throwable whatever a message handler throws; what came with its message stays queued
         */
        public function tick(?float $timeout = null): void
        {
        }
    }

    /**
     * Sessions over streams of amphp/byte-stream, under Revolt's event loop: messages are dispatched
     * whenever it runs, each in a fiber of its own.
     */
    final class AmphpIpcPeer extends IpcPeer
    {
        /** @param list<ReadableResourceStream> $reads at least one */
        public function createByteStreamSession(WritableResourceStream $write, array $reads): IpcSession
        {
        }

        /** @throws \LogicException the transport belongs to another session */
        public function createSessionFromTransport(AmpByteStreamMessageTransport $transport): IpcSession
        {
        }

        /** Takes a session out. */
        public function removeSession(IpcSession $session): void
        {
        }

        /**
         * Suspends the current fiber until a message was dispatched. Without a session, or where all have
         * ended, there is nothing to wait for: it rests its timeout, at most 10 ms, so that loops do not
         * spin.
         *
         * @param float|null $timeout seconds to wait for the first one; 0.0: only look; null: without end
         * @throws \Throwable whatever a message handler throws
         */
        public function tick(?float $timeout = null): void
        {
        }
    }
}
