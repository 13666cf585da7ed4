<?php

// The classes of the extension stream_ipc, for IDEs, PHPStan and Psalm. PHP never loads this file.
// phpt/stubs compares it with the extension, in both directions.
//
// Times are in seconds, sizes in bytes. A handler may take fewer parameters than it is given.

namespace StreamIpc\Message {
    /** Marks message classes: implement it in your own. Both sides must know the class. */
    interface Message
    {
    }

    /** A line of text with a level. Bytes outside a frame arrive as one. */
    final readonly class LogMessage implements Message
    {
        /** The level of bytes outside a frame: a stray echo, a PHP warning on a worker's output. */
        public const LEVEL_JUNK = 'junk';

        public function __construct(public string $message, public string $level = 'info')
        {
        }
    }

    /** Replaces a reply when its handler failed, and a message that could not be read. */
    final readonly class ErrorMessage implements Message
    {
        private string $errorMessage;

        /** @param \Throwable|null $exception the text then includes its class, message and trace, and those of its previous ones */
        public function __construct(string $errorMessage, ?\Throwable $exception = null)
        {
        }

        /** Returns the text: the message, then class, message and trace of the exception and of its previous ones. */
        public function toString(): string
        {
        }
    }

    /** await() throws it, with the text of the ErrorMessage, if the other side replied with one. */
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
         * @throws StreamClosedException if the other side is gone, or the stream is closed or broken
         */
        public function send(Message $message): void;
    }

    /** A stream that we need is closed or broken. */
    class StreamClosedException extends \Exception
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /** No reply came in time, or the message itself could not leave in time. */
    class TimeoutException extends \RuntimeException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /** This side has cancelled the request: ResponsePromise::cancel(). */
    class CancelledException extends TimeoutException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /** The other side is gone and cannot reply any more; await() throws it at once. */
    class PeerClosedException extends TimeoutException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }

        /** The exit code of the process, if the session started it and it exited; otherwise null. */
        public function getExitCode(): ?int
        {
        }

        /** The number of the signal that ended the process, if the session started it; otherwise null. */
        public function getTermSignal(): ?int
        {
        }

        /**
         * The last 4096 bytes that the other side printed outside of frames, to its standard error, too, if
         * the session reads it; empty if there are none. The message ends with the line that tells most.
         */
        public function getLastOutput(): string
        {
        }
    }

    /** Converts messages to frames, and bytes in chunks of any size to messages. Needs no stream. */
    final class FrameCodec
    {
        /** The first four bytes of every frame; four bytes of length and the payload follow. */
        public const MAGIC = "\xF3\x4A\x9D\xE2";

        /**
         * @param int|null $maxFrame the longest payload to accept, in bytes; null: the INI setting
         *     stream_ipc.max_frame_size
         */
        public function __construct(MessageSerializer $serializer, ?int $maxFrame = null)
        {
        }

        /**
         * Packs a message into a whole frame.
         *
         * @throws \RuntimeException if the payload has 4 GiB or more, too many for a frame
         * @throws \Throwable exceptions of the serializer
         */
        public function pack(Message $message): string
        {
        }

        /**
         * Returns the messages that this chunk completes, in order. Bytes outside a frame become a
         * LogMessage of level "junk"; a payload that cannot be read becomes an ErrorMessage.
         *
         * @return list<Message>
         * @throws \RuntimeException if a frame is over the limit; the codec skips it, and the next call
         *     goes on behind it
         */
        public function feed(string $chunk): array
        {
        }

        /** Whether the codec holds a part of a frame. */
        public function hasBufferedData(): bool
        {
        }
    }

    /** Reads the messages of one stream without a peer, and waits for them. */
    final class NativeFrameReader
    {
        /**
         * @param resource $stream
         * @param int|null $maxFrame the longest payload to accept, in bytes; null: the INI setting
         *     stream_ipc.max_frame_size
         */
        public function __construct($stream, MessageSerializer $serializer, ?int $maxFrame = null)
        {
        }

        /** @return resource */
        public function getStream()
        {
        }

        /**
         * Waits for at least one message, or junk.
         *
         * @return non-empty-list<Message>
         * @throws StreamClosedException if the stream has ended
         * @throws \RuntimeException if a frame is over the limit, or does not fit into memory
         */
        public function readFrameSync(): array
        {
        }
    }

    /** Sends and receives messages over PHP streams: one to write, one or more to read. */
    final class NativeMessageTransport implements MessageTransport
    {
        /**
         * @param resource $writeStream
         * @param array<resource> $readStreams
         * @param int|null $frameLimit the longest payload to accept, in bytes; null: the INI setting
         *     stream_ipc.max_frame_size
         */
        public function __construct($writeStream, array $readStreams, MessageSerializer $serializer, ?int $frameLimit = null)
        {
        }

        /**
         * Sends a message whole. While it waits for room, it reads and queues what arrives, so two sides
         * that write at once do not block each other.
         *
         * @throws StreamClosedException if the other side is gone, or the stream is closed or broken
         */
        public function send(Message $message): void
        {
        }

        /** @return list<resource> */
        public function getReadStreams(): array
        {
        }

        /**
         * Returns the messages that have arrived, without waiting; none at the end of the stream.
         *
         * @param resource $stream
         * @return list<Message>
         * @throws \LogicException if this transport does not read the stream
         * @throws \RuntimeException if a frame is over the limit, or does not fit into memory
         */
        public function readFromStream($stream): array
        {
        }
    }

    /** Sends and receives messages over the standard streams of a child that Symfony's Process runs. */
    final class SymfonyProcessMessageTransport implements MessageTransport
    {
        /**
         * Gives the process an input and starts it.
         *
         * @param Process $process a process not started yet
         * @param int|null $frameLimit the longest payload to accept, in bytes; null: the INI setting
         *     stream_ipc.max_frame_size
         * @throws \Throwable exceptions of Process::start()
         */
        public function __construct(Process $process, MessageSerializer $serializer, ?int $frameLimit = null)
        {
        }

        /**
         * Sends a message whole, and queues what arrives meanwhile.
         *
         * @throws StreamClosedException if the child is gone, or has closed its input
         */
        public function send(Message $message): void
        {
        }

        /** Whether the child still runs. */
        public function isRunning(): bool
        {
        }

        /**
         * Returns the messages that have arrived, by type of output, without waiting.
         *
         * @return array<Process::OUT|Process::ERR, list<Message>>
         * @throws \RuntimeException if a frame is over the limit, or does not fit into memory
         */
        public function takePending(): array
        {
        }
    }

    /** Sends and receives messages over streams of amphp/byte-stream. Waiting suspends the current fiber, not the process. */
    class AmpByteStreamMessageTransport implements MessageTransport
    {
        /**
         * @param list<ReadableResourceStream> $readStreams at least one
         * @param int|null $maxFrame the longest payload to accept, in bytes; null: the INI setting
         *     stream_ipc.max_frame_size
         * @throws \ValueError if there is no stream to read
         */
        public function __construct(WritableResourceStream $writeStream, array $readStreams, MessageSerializer $serializer, ?int $maxFrame = null)
        {
        }

        /**
         * Sends a message whole; suspends the current fiber while the stream has no room.
         *
         * @throws StreamClosedException if the stream is closed or broken
         */
        public function send(Message $message): void
        {
        }

        /** @return list<ReadableResourceStream> */
        public function getReadStreams(): array
        {
        }

        /**
         * Suspends the current fiber until a message or junk arrives; returns none at the end of the stream.
         *
         * @return list<Message>
         * @throws \LogicException if this transport does not read the stream
         * @throws \RuntimeException if a frame is over the limit, or does not fit into memory
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

        /** If it throws, the session gets an ErrorMessage in place of the message. */
        public function deserialize(string $data): Message;
    }

    /** PHP's own serialize() and unserialize(). */
    final readonly class NativeMessageSerializer implements MessageSerializer
    {
        /**
         * @param list<class-string>|bool $allowedClasses the classes a payload may name, as for
         *     unserialize(); the classes of the protocol itself are always allowed. Name yours if you do
         *     not trust the other side
         */
        public function __construct(array|bool $allowedClasses = true)
        {
        }

        /** @throws \Throwable exceptions of serialize(), for example for a closure in a property */
        public function serialize(Message $data): string
        {
        }

        /** Returns a LogMessage of level "error" if the data is not a message. */
        public function deserialize(string $data): Message
        {
        }
    }

    /**
     * Writes JSON in which an object is a map with its class under "__class". Enums do not come back from
     * it.
     *
     * The map holds the object's properties. Some objects have their state elsewhere: those of DateTime,
     * ArrayObject, SplObjectStorage, Closure and their subclasses. The serializer refuses them, unless
     * they implement JsonSerializable: then it writes the result of jsonSerialize(). It does not call the
     * jsonSerialize() of other objects.
     *
     * In the text of an ErrorMessage, U+FFFD replaces bytes that are not UTF-8.
     */
    final readonly class JsonMessageSerializer implements MessageSerializer
    {
        /**
         * @param list<class-string>|bool $allowedClasses the classes a payload may name; the classes of the
         *     protocol itself are always allowed. A message of another class becomes an ErrorMessage; in
         *     a message, a map of another class stays an array. Name yours if you do not trust the other
         *     side
         */
        public function __construct(array|bool $allowedClasses = true)
        {
        }

        /**
         * @throws \JsonException if the message holds a value that JSON cannot: a cycle, a resource, text
         *     that is not UTF-8, an object whose state is in no property; it names the class and the property
         */
        public function serialize(Message $data): string
        {
        }

        /** Builds objects without calling constructors. Returns an ErrorMessage if the data is not a message. */
        public function deserialize(string $data): Message
        {
        }
    }
}

namespace StreamIpc\Envelope\Id {
    /** Makes the ids that tie replies to requests. */
    interface RequestIdGenerator
    {
        /** Returns an id that no other request of the session has. */
        public function generate(): string;
    }

    /** Makes ids like "4711.1", "4711.2": the process id, and a number that counts through the whole process. */
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

    /** A request with the id that its reply will carry. Sessions wrap and unwrap it. */
    final readonly class RequestEnvelope implements Message
    {
        public function __construct(public string $id, public Message $request)
        {
        }
    }

    /** The reply to the request with the same id. Sessions wrap and unwrap it. */
    final readonly class ResponseEnvelope implements Message
    {
        public function __construct(public string $id, public Message $response)
        {
        }
    }

    /** Awaits the reply to a request. Dropping the promise forgets the request. */
    final class ResponsePromise
    {
        /** The default timeout of a request, in seconds. */
        public const DEFAULT_TIMEOUT = 30.0;

        /** IpcSession::request() makes promises for you. */
        public function __construct(IpcPeer $peer, IpcSession $session, string $id, float $timeout = self::DEFAULT_TIMEOUT)
        {
        }

        public function __destruct()
        {
        }

        /**
         * Waits for the reply, and dispatches other messages meanwhile. Awaiting again returns the same
         * reply, or throws the same exception.
         *
         * @throws \StreamIpc\Message\ErrorMessageException if the other side answered with an error
         * @throws \StreamIpc\Transport\TimeoutException if no reply came in time
         * @throws \StreamIpc\Transport\CancelledException after cancel(); a TimeoutException, too
         * @throws \StreamIpc\Transport\PeerClosedException if the other side is gone; a TimeoutException, too
         * @throws \Throwable exceptions of handlers that run meanwhile
         */
        public function await(): Message
        {
        }

        /**
         * Whether the outcome is known: a reply, an error, the end of the other side, the deadline,
         * cancel(). Reads nothing new; tick() does.
         */
        public function isResolved(): bool
        {
        }

        /**
         * Adds a handler for the outcome, whatever it is. It is called once, inside tick() or await() as
         * soon as the outcome is known, or at once if it is known already; await() then returns, or
         * throws, without waiting. Until then the session holds the promise, so you need not. A peer of
         * your own learns in tickFor(), run() and await() that the time is up.
         *
         * @param callable(ResponsePromise): mixed $handler an exception comes out of tick(), after all handlers were called
         * @throws \LogicException if another promise of the same request, made by hand, has handlers
         * @throws \Throwable exceptions of the handler, if it is called at once
         */
        public function onResolved(callable $handler): void
        {
        }

        /**
         * Adds a handler for the messages that belong to this request: what the other side's handler sends
         * with IncomingRequest::notify(), progress for example. It is called inside tick() or await(), for
         * each message in the order of sending, and before the outcome is known. Until then the session
         * holds the promise, so you need not.
         *
         * Without such a handler, and wherever the other side is not native, these messages are plain
         * notifications: IpcSession::onMessage() gets them.
         *
         * @param callable(Message): mixed $handler an exception comes out of tick()
         * @throws \LogicException if another promise of the same request, made by hand, has handlers
         */
        public function onMessage(callable $handler): void
        {
        }

        /**
         * Stops waiting: await() throws a CancelledException, and a reply that still comes is dropped. Does
         * nothing if the outcome is known already, so the second call does nothing either.
         *
         * A request that has not left yet is taken back. Otherwise a native side learns of the cancellation:
         * its handler sees it with IncomingRequest::isCancelled() and onCancel(), and one that has not begun
         * never runs. A side that is not native learns nothing, and works on.
         *
         * @param float|null $grace seconds in which the other side must be done with the request; after that
         *                          the process of the session is terminated. null: it may take any time
         * @throws \LogicException if $grace is given and the session has no process of its own
         * @throws \Throwable exceptions of onResolved() handlers
         */
        public function cancel(?float $grace = null): void
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
        /** The peer's create…Session() methods make sessions for you. */
        public function __construct(IpcPeer $peer, MessageTransport $transport, RequestIdGenerator $idGen)
        {
        }

        public function getTransport(): MessageTransport
        {
        }

        /**
         * Sends a message that expects no reply; every onMessage() handler of the other side gets it. If
         * there is no room, it waits up to stream_ipc.send_timeout seconds.
         *
         * @throws Transport\TimeoutException if there was no room for so long; if a part of the message has left, the session is closed
         * @throws Transport\StreamClosedException if the other side is gone, or the stream is closed or broken
         */
        public function notify(Message $msg): void
        {
        }

        /**
         * Sends a message that expects a reply.
         *
         * @param float $timeout seconds until the reply must be there; the time starts now
         * @throws Transport\StreamClosedException if the other side is gone, or the stream is closed or broken
         * @throws Transport\TimeoutException if the message could not be sent in time
         */
        public function request(Message $msg, float $timeout = 30.0): ResponsePromise
        {
        }

        /**
         * Adds a handler for notifications. The session calls all of them, in order. An exception of a
         * handler ends tick().
         *
         * @param callable(Message, IpcSession): mixed $handler
         */
        public function onMessage(callable $handler): void
        {
        }

        /**
         * Removes one identical handler.
         *
         * @param callable(Message, IpcSession): mixed $handler
         */
        public function offMessage(callable $handler): void
        {
        }

        /**
         * Adds a handler for requests. The first handler that returns a message replies; one that returns
         * null leaves the request to the next. If a handler throws, or returns anything else, or none
         * replies, the other side gets an ErrorMessageException that says so.
         *
         * A handler may also return a promise, whose outcome becomes the reply, or the IncomingRequest,
         * which it then answers later. It gets that if it declares a third parameter.
         *
         * @param callable(Message, IpcSession, IncomingRequest): (Message|ResponsePromise|IncomingRequest|null) $handler
         * @param bool $concurrent whether the handler, and those behind it, run in a fiber of their own:
         *     await() suspends it, and the tick goes on. It may await promises of all sessions of this
         *     peer; other promises are awaited as outside of a fiber. AmphpIpcPeer calls all handlers so.
         *     A peer of your own learns in tickFor(), run() and await() that the time is up
         */
        public function onRequest(callable $handler, bool $concurrent = false): void
        {
        }

        /**
         * Removes one identical handler.
         *
         * @param callable(Message, IpcSession, IncomingRequest): (Message|ResponsePromise|IncomingRequest|null) $handler
         */
        public function offRequest(callable $handler): void
        {
        }

        /**
         * Adds a handler for errors in the session's streams. The session closes after an error, unless a
         * handler returns false.
         *
         * @param callable(\Throwable, IpcSession): mixed $handler
         */
        public function onException(callable $handler): void
        {
        }

        /**
         * Removes one identical handler.
         *
         * @param callable(\Throwable, IpcSession): mixed $handler
         */
        public function offException(callable $handler): void
        {
        }

        /**
         * Adds a handler for the end of the session. The session calls it once, whichever side ended it.
         *
         * A session that the other side has ended keeps its streams, and its place in its peer, until
         * you close it: `$session->onClose(fn (IpcSession $session) => $session->close());`
         *
         * @param callable(IpcSession): mixed $handler
         */
        public function onClose(callable $handler): void
        {
        }

        /**
         * Removes one identical handler.
         *
         * @param callable(IpcSession): mixed $handler
         */
        public function offClose(callable $handler): void
        {
        }

        /**
         * Handles a message as if it had arrived; for your own transports.
         *
         * @throws \Error if handlers call one another so deep that the stack would end: the message was not
         *     handled, and may be dispatched again later
         * @throws \Throwable exceptions of message handlers
         */
        public function dispatch(Message $envelope): void
        {
        }

        /** Calls the onException() handlers; unless one returns false, closes the session. */
        public function triggerException(\Throwable $e): void
        {
        }

        /**
         * Ends the session and removes it from its peer. The session drops its streams; PHP closes those
         * that nobody else holds. The pipes to a process that the peer started are closed at once, whoever
         * holds them: a worker in run() then ends. What it has sent and nobody has read is lost.
         */
        public function close(): void
        {
        }

        /** Whether the session is open: neither side has ended it. */
        public function isOpen(): bool
        {
        }

        /**
         * Returns how much the session has sent and received so far, and how much waits. The bytes are
         * null for transports other than NativeMessageTransport.
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

        /**
         * Says that both sides are native: PHP with this extension, or the Rust crate stream-ipc. From then on
         * cancellation, messages of a request and deadlines travel, see docs/wire.md. The other side answers
         * in kind, so one of them is enough. Workers of spawn() and createCommandSession() and their parents
         * know each other without it.
         *
         * Only for a side that is native for certain: the package riki137/stream-ipc cannot read a hello, and
         * reports it as an unreadable message.
         *
         * @throws \LogicException if the transport is not one of this extension
         */
        public function sayHello(): void
        {
        }

        /** Whether the other side has shown that it is native. */
        public function isNative(): bool
        {
        }

        /**
         * Ends the session when the other side has been silent for so long, as if it had closed its streams.
         * For streams that may be cut without an end, as through ssh, NAT or kubectl exec. After a third of the
         * time the other side is asked whether it is there, and answers as soon as it reads: in tick(), await()
         * or IncomingRequest::isCancelled(). One that is busy for longer, without any of these, counts as
         * silent. Means nothing until the other side has shown that it is native.
         *
         * @param float|null $seconds null: no heartbeat, as at the beginning
         * @throws \ValueError if the time is not greater than 0, or infinite
         */
        public function setHeartbeat(?float $seconds = null): void
        {
        }

        /** The id of the process that spawn() or createCommandSession() started; null without one. */
        public function getPid(): ?int
        {
        }

        /** Whether that process has not ended; false without one. A stopped process runs. */
        public function isRunning(): bool
        {
        }

        /**
         * Sends that process a signal; does nothing if it has ended.
         *
         * @param int $signal a number such as SIGUSR1
         * @throws \LogicException if the session has no process of its own
         * @throws \RuntimeException if the system refuses, for example because there is no such signal
         */
        public function signal(int $signal): void
        {
        }

        /**
         * Ends that process, and returns at once: its input is closed, its process group gets SIGTERM (that of
         * createCommandSession() only the shell), and SIGKILL after the grace, while any peer ticks and at
         * the end of the script. What it still sends arrives; its end ends the session. Does nothing if it
         * has ended.
         *
         * ```
         * $worker->terminate();
         * $peer->run();
         * echo $worker->getExitCode() ?? 'killed by signal ' . $worker->getTermSignal();
         * ```
         *
         * @param float $grace seconds; 0: SIGKILL follows with the next tick
         * @throws \LogicException if the session has no process of its own
         */
        public function terminate(float $grace = 5.0): void
        {
        }

        /**
         * The exit code of that process; null while it runs, if a signal has ended it, and without one. In
         * onClose() handlers it is known, unless the process has closed its output and lives on.
         */
        public function getExitCode(): ?int
        {
        }

        /** The number of the signal that has ended that process; null if none has, and without one. */
        public function getTermSignal(): ?int
        {
        }

        /** Registers a request, whose reply will have this id; request() does so itself. */
        public function registerPromise(string $id): void
        {
        }

        /** Forgets the request with this id, and its reply if there is one. */
        public function cleanupPromise(string $id): void
        {
        }

        /** Takes the reply with this id; null while there is none. */
        public function popResponse(string $id): ?Message
        {
        }
    }

    /**
     * A request of the other side: the third argument of request handlers. A handler that returns it answers
     * later. If nobody holds it any more before that, the asker is told at once.
     */
    final class IncomingRequest
    {
        /** Only sessions make requests. */
        private function __construct()
        {
        }

        public function __destruct()
        {
        }

        /** The id with which the reply travels. */
        public function getId(): string
        {
        }

        /**
         * Sends the asker a message that belongs to this request, before the reply: the onMessage() handlers
         * of its promise get it, or those of its session if the promise has none or the asker is not native.
         * Does nothing once the request is cancelled.
         *
         * @throws \LogicException if the request is answered already
         * @throws Transport\TimeoutException if there was no room for stream_ipc.send_timeout seconds
         * @throws Transport\StreamClosedException if the asker is gone
         */
        public function notify(Message $message): void
        {
        }

        /**
         * Sends the reply. It never waits for room. If the reply cannot be sent, the asker gets an error
         * instead; if the asker is gone, nothing happens once the session has ended.
         *
         * @throws \LogicException if the request is answered already
         */
        public function reply(Message $message): void
        {
        }

        /**
         * Answers as if the handler had thrown the exception.
         *
         * @throws \LogicException if the request is answered already
         */
        public function fail(\Throwable $exception): void
        {
        }

        /**
         * Whether nobody waits for the reply any more: the asker has cancelled the request or its time was up
         * (both known from native askers only), or the session has ended before there was a reply. Reads what
         * has come by now, so a handler that runs for long can ask again and again; a look costs about a
         * microsecond. The first look that finds a cancellation calls the onCancel() handlers.
         *
         * @throws \Throwable exceptions of onCancel() handlers and of signal handlers
         */
        public function isCancelled(): bool
        {
        }

        /**
         * Adds a handler that is called once when the request is cancelled, or at once if it is already.
         *
         * @param callable(): mixed $handler
         * @throws \Throwable exceptions of the handler, if it is called at once
         */
        public function onCancel(callable $handler): void
        {
        }

        /**
         * The seconds that the asker still waits, 0.0 once its time is up. null if that is not known: the
         * asker is not native, waits without a limit, or has asked before it knew that this side is native,
         * as with the first requests to a worker that has just been started.
         */
        public function getRemainingTime(): ?float
        {
        }
    }

    /**
     * A worker of a pool died while it was busy with a job, or closed its streams: Job::await() throws it.
     * getExitCode(), getTermSignal() and getLastOutput() tell how and why.
     */
    class WorkerLostException extends Transport\PeerClosedException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }

        /** The id of the worker's process, if the pool started it; otherwise null. */
        public function getPid(): ?int
        {
        }
    }

    /**
     * A pool cannot do a job: none of its workers can be started, or it was stopped before. The message has
     * the last words of the worker that was tried last, and getPrevious() is its exception.
     */
    class WorkerPoolException extends \RuntimeException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /** WorkerPool::submit() found no room in the queue within the job's timeout. */
    class QueueFullException extends Transport\TimeoutException
    {
        public function __construct(?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }
    }

    /**
     * Hands jobs to worker processes, as many at once as there are workers, and replaces workers that die.
     * Jobs are ordinary requests, so everything that answers requests is a worker: PHP with this extension or
     * the package, Rust, a process on another machine.
     *
     * ```php
     * $pool = new WorkerPool(['php', 'worker.php']);
     * foreach ($pool->map($messages) as $key => $job) {
     *     echo "$key: ", $job->await()->text, "\n";
     * }
     * ```
     *
     * The pool works while something waits with its peer: in Job::await(), in submit() if the queue is full,
     * in map(), drain() and stop(), and in tick() and run() of getPeer(). An exception of a handler comes out
     * of these; no job is lost by it. run() also waits for jobs for which no worker can be started yet.
     *
     * A job is started at most as often as $attempts says: an attempt counts before the job is handed out. A
     * worker that dies loses only the job that it was busy with. No job waits for a worker while another one
     * is idle. Where jobs are short and many wait, workers that the pool has started and that are native get
     * the next ones before they have answered the last; they return what they cannot start within 5 ms.
     */
    final class WorkerPool
    {
        /**
         * Starts no worker yet: the first job does, and no more workers than there are jobs.
         *
         * @param list<string>|\Closure(NativeIpcPeer, int): IpcSession $worker the command of a worker, as for
         *     spawn(), or what starts one for a slot from 0 to $size - 1
         * @param int $size the most workers to start; 0: as many as CPUs that this process may use
         * @param NativeIpcPeer|null $peer waits for the workers; null: one of its own
         * @param int $queueLimit the most jobs that wait for a worker; jobs that a worker has do not count
         * @param float|null $timeout the seconds that a job may take on a worker; null: any time
         * @param int $attempts how often a job is started at most if workers die of it
         * @param int $maxJobs a worker is replaced after so many jobs, between two of them; 0: never
         * @param int $maxMemory a worker is replaced when it has more bytes in RAM, between two jobs; 0: never.
         *     It is measured after a job, at most every 50 ms (Linux)
         * @param float $idleTimeout seconds after which a worker without a job is ended; 0: never
         * @param float $grace the seconds that a worker has to stop with a job that is cancelled or timed out,
         *     and to end when it is to be replaced; then it is terminated
         * @throws \TypeError if $worker is a command with something other than strings
         * @throws \ValueError if a number is too small, or $worker names no program
         */
        public function __construct(
            array|\Closure $worker,
            int $size = 0,
            ?NativeIpcPeer $peer = null,
            int $queueLimit = 1024,
            ?float $timeout = null,
            int $attempts = 1,
            int $maxJobs = 0,
            int $maxMemory = 0,
            float $idleTimeout = 0.0,
            float $grace = 5.0,
        ) {
        }

        /** Ends the workers that the pool has started. They have five seconds to end before they are killed. */
        public function __destruct()
        {
        }

        /**
         * Hands a job to a worker, or queues it. While the queue is full, waits and dispatches.
         *
         * @param float|null $timeout the seconds that it may take on a worker, and wait for room in the queue;
         *     null: the pool's timeout
         * @param int $priority higher ones go first; older ones first inside one priority
         * @throws QueueFullException if the queue had no room within the timeout
         * @throws \LogicException after drain() or stop(), and in a process that was forked since the pool was made
         * @throws \Throwable exceptions of handlers that run while it waits for room; what one throws after that
         *     comes out of whatever waits next, as the job is submitted
         */
        public function submit(Message $job, ?float $timeout = null, int $priority = 0): Job
        {
        }

        /**
         * Submits jobs as there is room for them, and iterates over them in the order in which they end. The
         * jobs may be endless: as many are taken as keep all workers busy, 16 for each, and no more while as
         * many have ended that nobody has taken.
         *
         * After an exception of $jobs or of a handler, valid() goes on where it was.
         *
         * @param iterable<mixed, Message> $jobs
         * @return \Iterator<mixed, Job> the jobs under the keys of their messages; each has its outcome, so
         *     await() does not wait. It can be iterated over once
         */
        public function map(\Traversable|array $jobs): JobIterator
        {
        }

        /**
         * Sends every worker that is there now, and was not told to end, a notification. After an exception
         * of one, the others get it, too.
         *
         * @throws Transport\TimeoutException if a worker had no room for it for stream_ipc.send_timeout seconds
         * @throws Transport\StreamClosedException if a worker is gone, and the pool has not noticed
         */
        public function broadcast(Message $message): void
        {
        }

        /**
         * Adds a worker that the pool does not start, such as one that dialled in. When it goes, it is not
         * replaced. Its session may belong to any peer; the pool ticks that one, too.
         *
         * @throws \LogicException if the session has ended, or is a worker of a pool
         */
        public function add(IpcSession $worker): void
        {
        }

        /** Replaces the workers that the pool has started, one after another, each between two jobs. */
        public function restart(): void
        {
        }

        /**
         * Takes no more jobs, and waits until all have their outcome and the workers have ended.
         *
         * @param float|null $timeout seconds; null: any time
         * @throws Transport\TimeoutException if that took longer; the pool goes on
         */
        public function drain(?float $timeout = null): void
        {
        }

        /**
         * Takes no more jobs, cancels those that workers have, and ends the workers: those without a job at
         * once, the others when they have stopped. Waits until all have ended.
         *
         * @param float|null $grace seconds after which workers are terminated; null: the pool's. After an
         *     exception of a handler, call stop() again
         * @return list<Job> the jobs that waited: they never started, and their await() throws a
         *     WorkerPoolException
         */
        public function stop(?float $grace = null): array
        {
        }

        /**
         * Adds a handler for what happens to workers: started, lost, replaced.
         *
         * @param callable(PoolEvent): mixed $handler an exception comes out of whatever waits
         */
        public function onEvent(callable $handler): void
        {
        }

        /**
         * What the pool is doing, and what came of the jobs so far.
         *
         * @return array{
         *     average_seconds: float|null,
         *     waiting: int,
         *     running: int,
         *     workers: int,
         *     idle: int,
         *     submitted: int,
         *     answered: int,
         *     lost: int,
         *     timed_out: int,
         *     cancelled: int,
         *     failed: int,
         *     never_started: int,
         *     retried: int,
         *     workers_started: int,
         *     workers_lost: int,
         *     workers_terminated: int,
         * } answered: also with an error; failed: no worker could be started, or the job could not be sent
         */
        public function getStats(): array
        {
        }

        /** The peer that waits for the workers. */
        public function getPeer(): NativeIpcPeer
        {
        }
    }

    /** A job that was submitted to a pool, and its outcome once it has one. A request handler may return it. */
    final class Job
    {
        /** Only pools make jobs. */
        private function __construct()
        {
        }

        /**
         * Waits for the reply of the worker, and dispatches meanwhile. Awaiting again returns the same reply,
         * or throws the same exception.
         *
         * @throws \StreamIpc\Message\ErrorMessageException if the worker answered with an error
         * @throws WorkerLostException if the worker died, in the last of all attempts
         * @throws Transport\TimeoutException if the job took longer than its timeout
         * @throws Transport\CancelledException after cancel()
         * @throws WorkerPoolException if no worker can be started, or the pool was stopped
         * @throws \Throwable exceptions of handlers that run meanwhile
         */
        public function await(): Message
        {
        }

        /** Whether the outcome is known. Reads nothing new. */
        public function isResolved(): bool
        {
        }

        /**
         * Adds a handler for the outcome, whatever it is; it is called once, at once if it is known already.
         *
         * @param callable(Job): mixed $handler
         */
        public function onResolved(callable $handler): void
        {
        }

        /**
         * Adds a handler for messages that belong to the job: what a worker sends with
         * IncomingRequest::notify(). Workers that are not native send these as plain notifications.
         *
         * @param callable(Message): mixed $handler
         */
        public function onMessage(callable $handler): void
        {
        }

        /**
         * Gives up the job: await() throws a CancelledException. A worker that is busy with it learns of that
         * if it is native, and is terminated if it has not stopped after the pool's grace. Does nothing if the
         * outcome is known.
         */
        public function cancel(): void
        {
        }

        public function getMessage(): Message
        {
        }

        /** How often a worker has started it so far, as far as anybody can know. */
        public function getAttempts(): int
        {
        }
    }

    /** The jobs of WorkerPool::map(), in the order in which they end. */
    final class JobIterator implements \Iterator
    {
        /** Only map() makes iterators. */
        private function __construct()
        {
        }

        /** The job that has ended; null at the end. */
        public function current(): ?Job
        {
        }

        /** The key of its message. */
        public function key(): mixed
        {
        }

        /** Lets go of the current job. */
        public function next(): void
        {
        }

        /**
         * Submits jobs as there is room, and waits until one has its outcome; false after the last.
         *
         * @throws \TypeError if there is something other than a message among them
         * @throws \LogicException if the pool is closing, and all jobs that were submitted have been taken
         * @throws \Throwable exceptions of the iterable, and of handlers that run meanwhile
         */
        public function valid(): bool
        {
        }

        /** @throws \LogicException at the second time: each job is submitted once */
        public function rewind(): void
        {
        }
    }

    /** What happened to a worker of a pool. */
    final class PoolEvent
    {
        /** The pool has started a worker. */
        public const STARTED = 'started';

        /** A worker has joined: add(). */
        public const JOINED = 'joined';

        /** A worker has died, or closed its streams, unasked. */
        public const LOST = 'lost';

        /** A worker that was told to end has ended. */
        public const ENDED = 'ended';

        /** A worker without a job is told to end; the text says why. */
        public const RETIRED = 'retired';

        /** A worker that did not end or stop in time is terminated. */
        public const TERMINATED = 'terminated';

        /** A worker could not be started, or died before it said anything; its slot waits. */
        public const BRAKED = 'braked';

        /** Every slot has failed five times in a row: all waiting jobs fail. */
        public const BROKEN = 'broken';

        /** One of the constants. */
        public readonly string $type;

        /** A sentence for logs. */
        public readonly string $text;

        /** The slot, if it is about one. */
        public readonly ?int $slot;

        /** The process of the worker, if the pool has started it. */
        public readonly ?int $pid;

        /** The session of the worker. */
        public readonly ?IpcSession $session;

        /** The job that a lost worker was busy with. */
        public readonly ?Job $job;

        /** Only pools make events. */
        private function __construct()
        {
        }
    }

    /** User code has closed a stream of a session. */
    class InvalidStreamException extends \RuntimeException
    {
        public function __construct(IpcSession $session, ?string $message = null, int $code = 0, ?\Throwable $previous = null)
        {
        }

        public function getSession(): IpcSession
        {
        }
    }

    /** Holds sessions and dispatches their messages. Extend it for your own transport. */
    abstract class IpcPeer
    {
        /** @var array<IpcSession> the sessions of this peer */
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

        /**
         * Removes a session without closing it; close() does both. Leaves sessions of other peers alone.
         *
         * The peer does not read for the session any more: its requests get no reply and time out.
         */
        public function removeSession(IpcSession $session): void
        {
        }

        /**
         * Waits for messages and dispatches all that have arrived.
         *
         * @param float|null $timeout seconds to wait for the first message; 0.0: do not wait; null: no limit
         * @throws \Throwable exceptions of message handlers; messages that came with that message stay queued
         */
        abstract public function tick(?float $timeout = null): void;

        /**
         * Ticks for this many seconds; not at all if they are zero or negative.
         *
         * @throws \Throwable exceptions of message handlers
         */
        public function tickFor(float $seconds): void
        {
        }

        /**
         * Ticks until every session has ended and no stream is watched.
         *
         * @throws \Throwable exceptions of message handlers
         */
        public function run(): void
        {
        }

        /**
         * Calls $onReadable while the stream is readable, in tick() and whatever ticks: a listening socket,
         * standard input, a pipe. If the callback does not read all there is, the next tick calls it again.
         * Bytes in PHP's own buffer count; so does the end of the stream: unwatch the stream when feof()
         * tells it, or it calls back again and again. A file is always readable.
         *
         * A callback that runs is not called again before it returns; it may await. If it throws, tick()
         * throws its exception. A stream that you close is forgotten. Watching a stream again replaces its
         * callback.
         *
         * AmphpIpcPeer calls back whenever the event loop runs, in a fiber of its own, and a watched stream
         * keeps the loop alive. There, unwatch a stream before you close it outside of callbacks.
         *
         * @param resource $stream not one that a session reads
         * @param callable(resource): mixed $onReadable
         * @throws \ValueError if nothing tells when the stream is readable: it lies in memory, or is user code
         * @throws \LogicException if the peer is not one of this extension: it waits in a tick() of its own
         * @throws \RuntimeException if the kernel refuses to watch the stream
         */
        public function watch($stream, callable $onReadable): void
        {
        }

        /**
         * Ends watching a stream, and listening on it. Does nothing if the stream is not watched.
         *
         * @param resource $stream open or closed
         */
        public function unwatch($stream): void
        {
        }
    }

    /** Holds sessions over PHP streams and child processes, and polls them all at once. */
    final class NativeIpcPeer extends IpcPeer
    {
        /**
         * Makes a session over open streams: pipes, sockets, TLS. One stream may serve for both
         * directions. Enable TLS and add filters before; the session does not see later changes. A filter
         * that holds bytes back until more come, as zlib.deflate does, holds messages back with them.
         * Only one session should read a stream: of two, each gets a part of the bytes.
         *
         * @param resource $write
         * @param resource $read
         * @param resource|null $read2 a second stream to read, such as a process's standard error
         * @param MessageSerializer|null $serializer null: that of the peer
         * @throws \ValueError for a listening socket, which carries no messages: see listen()
         */
        public function createStreamSession($write, $read, $read2 = null, ?MessageSerializer $serializer = null): IpcSession
        {
        }

        /**
         * Makes a session with the process that started this one: writes STDOUT, reads STDIN.
         *
         * The session opens a pipe under STDOUT a second time. If the script closes STDOUT, the other side
         * sees its end only when the session has ended, too, or at the next tick() or await() of the peer.
         *
         * If PHP prints while a frame is half written, by echo in a signal handler or as a warning, the
         * text comes after the frame. But fwrite(STDOUT) cuts the frame. If standard input was closed when
         * PHP started, it counts as ended.
         *
         * @param MessageSerializer|null $serializer null: that of the peer
         * @throws \RuntimeException if standard input and output are not the script's own, as under FPM,
         *     Apache, php -S and in threads; if standard output was closed when PHP started; or if the
         *     script has closed one of them
         */
        public function createStdioSession(?MessageSerializer $serializer = null): IpcSession
        {
        }

        /** @throws \LogicException if the transport belongs to another open session */
        public function createSessionFromTransport(NativeMessageTransport $transport): IpcSession
        {
        }

        /**
         * Starts a command through the shell and makes a session over its standard input and output; its
         * standard error arrives as junk.
         *
         * @param string $command as for proc_open(): escape foreign parts with escapeshellarg()
         * @param array<string, string> $args the whole environment of the command, to which STREAM_IPC_PARENT is added; pass getenv() for that
         *     of this process
         * @param string|null $cwd the working directory of the command; null: that of this process
         * @throws \TypeError if a value of the environment is not a string; it names the key
         * @throws \ValueError if the environment is a command line, or a value contains a NUL byte
         * @throws \RuntimeException if the command could not be started
         */
        public function createCommandSession(string $command, array $args, ?string $cwd = null): IpcSession
        {
        }

        /**
         * Starts a program, without a shell, and makes a session over its standard input and output; its
         * standard error arrives as junk.
         *
         * The process leads a process group of its own, so Ctrl-C in a terminal reaches only this process,
         * and inherits no descriptor but its three pipes. It does not outlive this process: it gets SIGTERM
         * when this process dies, however that dies (Linux), and the end of the script waits for it, for a
         * second before SIGTERM and for five more before SIGKILL. Its end ends the session, though others
         * may hold its pipes open.
         *
         * ```
         * $worker = $peer->spawn([PHP_BINARY, __DIR__ . '/worker.php']);
         * ```
         *
         * @param list<string> $command the program, as a path or a name that PATH finds, and its arguments
         * @param array<string, string>|null $env its whole environment; null: that of this process. STREAM_IPC_PARENT is added: it names the pipe that is the program's standard input, by which a native worker knows its parent
         * @param string|null $cwd its working directory; null: that of this process
         * @param MessageSerializer|null $serializer the session's serializer; null: the peer's
         * @throws \TypeError if a value of $command or $env is not a string
         * @throws \ValueError if $command names no program
         * @throws \RuntimeException if the program cannot be started; it gives the system's reason
         */
        public function spawn(
            array $command,
            ?array $env = null,
            ?string $cwd = null,
            ?MessageSerializer $serializer = null
        ): IpcSession {
        }

        /**
         * Watches a listening socket, and makes a session for each client. When its client is gone, a
         * session leaves the peer by itself. unwatch() ends it; so does closing the socket.
         *
         * The socket becomes non-blocking, so that several processes may listen on it. If a client cannot
         * be accepted, as there are too many open files, tick() throws a RuntimeException, and tries again
         * a second later. The TLS handshake of a client of an ssl:// socket holds up everybody.
         *
         * @param resource $server from stream_socket_server()
         * @param callable(IpcSession): mixed $onSession
         * @param MessageSerializer|null $serializer for these sessions; null: that of the peer
         * @throws \ValueError if it is not a listening socket
         */
        public function listen($server, callable $onSession, ?MessageSerializer $serializer = null): void
        {
        }

        /**
         * Waits for messages and dispatches all that have arrived. Without an open session or a watched
         * stream there is nothing to wait for: it sleeps for its timeout, at most 10 ms, so that loops do
         * not spin.
         *
         * @param float|null $timeout seconds to wait for the first message; 0.0: do not wait; null: no limit
         * @throws \Throwable exceptions of message handlers; messages that came with that message stay queued
         */
        public function tick(?float $timeout = null): void
        {
        }
    }

    /** Holds sessions with children that Symfony's Process runs. The Process keeps its settings, timeouts and callbacks. */
    final class SymfonyIpcPeer extends IpcPeer
    {
        /**
         * @param MessageSerializer|null $defaultSerializer null: a NativeMessageSerializer
         * @param RequestIdGenerator|null $idGen null: a PidCounterRequestIdGenerator
         * @param int|null $sleepTick microseconds between two reads of a process whose pipes cannot be
         *     polled; null: 500
         */
        public function __construct(?MessageSerializer $defaultSerializer = null, ?RequestIdGenerator $idGen = null, ?int $sleepTick = null)
        {
        }

        /**
         * Starts the process and makes a session over its standard input and both outputs.
         *
         * @param Process $process a process not started yet
         * @throws \Throwable exceptions of Process::start()
         */
        public function createSymfonyProcessSession(Process $process): IpcSession
        {
        }

        /** @throws \LogicException if the transport belongs to another session */
        public function createSessionFromTransport(SymfonyProcessMessageTransport $transport): IpcSession
        {
        }

        /** Removes a session, and closes the input of its child once all sent messages have left. */
        public function removeSession(IpcSession $session): void
        {
        }

        /**
         * Waits for messages and dispatches all that have arrived. Without an open session or a watched
         * stream there is nothing to wait for: it sleeps for its timeout, at most 10 ms, so that loops do
         * not spin.
         *
         * @param float|null $timeout seconds to wait for the first message; 0.0: do not wait; null: no limit
         * @throws \Throwable exceptions of message handlers; messages that came with that message stay queued
         */
        public function tick(?float $timeout = null): void
        {
        }
    }

    /**
     * Holds sessions over streams of amphp/byte-stream, under Revolt's event loop. Whenever the loop runs,
     * it dispatches messages, each in its own fiber.
     */
    final class AmphpIpcPeer extends IpcPeer
    {
        /** @param list<ReadableResourceStream> $reads at least one */
        public function createByteStreamSession(WritableResourceStream $write, array $reads): IpcSession
        {
        }

        /** @throws \LogicException if the transport belongs to another session */
        public function createSessionFromTransport(AmpByteStreamMessageTransport $transport): IpcSession
        {
        }

        /** Removes a session without closing it. */
        public function removeSession(IpcSession $session): void
        {
        }

        /**
         * Suspends the current fiber until a message was dispatched. Without an open session or a watched
         * stream there is nothing to wait for: it sleeps for its timeout, at most 10 ms, so that loops do
         * not spin.
         *
         * @param float|null $timeout seconds to wait for the first message; 0.0: do not wait; null: no limit
         * @throws \Throwable exceptions of message handlers
         */
        public function tick(?float $timeout = null): void
        {
        }
    }
}
