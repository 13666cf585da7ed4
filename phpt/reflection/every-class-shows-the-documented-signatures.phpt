--TEST--
Reflection shows every class, constant, property, method and parameter as documented
--FILE--
<?php
namespace StreamIpc;

use function listClass;

require __DIR__ . '/../support/class-listing.php';

listClass(Message\Message::class);
listClass(Message\LogMessage::class);
listClass(Message\ErrorMessage::class, ['errorMessage']);
listClass(Message\ErrorMessageException::class);
listClass(Envelope\RequestEnvelope::class);
listClass(Envelope\ResponseEnvelope::class);
listClass(Envelope\ResponsePromise::class);
listClass(Envelope\Id\RequestIdGenerator::class);
listClass(Envelope\Id\PidCounterRequestIdGenerator::class);
listClass(Serialization\MessageSerializer::class);
listClass(Serialization\NativeMessageSerializer::class);
listClass(Serialization\JsonMessageSerializer::class);
listClass(Transport\MessageTransport::class);
listClass(Transport\FrameCodec::class);
listClass(Transport\NativeFrameReader::class);
listClass(Transport\NativeMessageTransport::class);
listClass(Transport\SymfonyProcessMessageTransport::class);
listClass(Transport\AmpByteStreamMessageTransport::class);
listClass(Transport\StreamClosedException::class);
listClass(Transport\TimeoutException::class);
listClass(Transport\PeerClosedException::class);
listClass(InvalidStreamException::class);
listClass(IpcPeer::class);
listClass(NativeIpcPeer::class);
listClass(SymfonyIpcPeer::class);
listClass(AmphpIpcPeer::class);
listClass(IpcSession::class);
listClass(IncomingRequest::class);
listClass(WorkerPool::class);
listClass(Job::class);
listClass(JobIterator::class);
listClass(PoolEvent::class);
listClass(WorkerLostException::class);
listClass(WorkerPoolException::class);
listClass(QueueFullException::class);
--EXPECT--
interface Message\Message
final readonly class Message\LogMessage implements Message\Message
    public const LEVEL_JUNK = 'junk'
    public readonly string $message
    public readonly string $level
    public function __construct(string $message, string $level = 'info')
final readonly class Message\ErrorMessage implements Message\Message
    private readonly string $errorMessage
    public function __construct(string $errorMessage, ?Throwable $exception = null)
    public function toString(): string
class Message\ErrorMessageException extends Exception
    public function __construct(Message\ErrorMessage $message)
final readonly class Envelope\RequestEnvelope implements Message\Message
    public readonly string $id
    public readonly Message\Message $request
    public function __construct(string $id, Message\Message $request)
final readonly class Envelope\ResponseEnvelope implements Message\Message
    public readonly string $id
    public readonly Message\Message $response
    public function __construct(string $id, Message\Message $response)
final class Envelope\ResponsePromise
    public const DEFAULT_TIMEOUT = 30.0
    public function __construct(IpcPeer $peer, IpcSession $session, string $id, float $timeout = self::DEFAULT_TIMEOUT)
    public function __destruct()
    public function await(): Message\Message
    public function cancel(?float $grace = null): void
    public function isResolved(): bool
    public function onMessage(callable $handler): void
    public function onResolved(callable $handler): void
interface Envelope\Id\RequestIdGenerator
    abstract public function generate(): string
final class Envelope\Id\PidCounterRequestIdGenerator implements Envelope\Id\RequestIdGenerator
    public function generate(): string
interface Serialization\MessageSerializer
    abstract public function deserialize(string $data): Message\Message
    abstract public function serialize(Message\Message $data): string
final readonly class Serialization\NativeMessageSerializer implements Serialization\MessageSerializer
    public function __construct(array|bool $allowedClasses = true)
    public function deserialize(string $data): Message\Message
    public function serialize(Message\Message $data): string
final readonly class Serialization\JsonMessageSerializer implements Serialization\MessageSerializer
    public function __construct(array|bool $allowedClasses = true)
    public function deserialize(string $data): Message\Message
    public function serialize(Message\Message $data): string
interface Transport\MessageTransport
    abstract public function send(Message\Message $message): void
final class Transport\FrameCodec
    public const MAGIC = "\xF3\x4A\x9D\xE2"
    public function __construct(Serialization\MessageSerializer $serializer, ?int $maxFrame = null)
    public function feed(string $chunk): array
    public function hasBufferedData(): bool
    public function pack(Message\Message $message): string
final class Transport\NativeFrameReader
    public function __construct($stream, Serialization\MessageSerializer $serializer, ?int $maxFrame = null)
    public function getStream()
    public function readFrameSync(): array
final class Transport\NativeMessageTransport implements Transport\MessageTransport
    public function __construct($writeStream, array $readStreams, Serialization\MessageSerializer $serializer, ?int $frameLimit = null)
    public function getReadStreams(): array
    public function readFromStream($stream): array
    public function send(Message\Message $message): void
final class Transport\SymfonyProcessMessageTransport implements Transport\MessageTransport
    public function __construct(Symfony\Component\Process\Process $process, Serialization\MessageSerializer $serializer, ?int $frameLimit = null)
    public function isRunning(): bool
    public function send(Message\Message $message): void
    public function takePending(): array
class Transport\AmpByteStreamMessageTransport implements Transport\MessageTransport
    public function __construct(Amp\ByteStream\WritableResourceStream $writeStream, array $readStreams, Serialization\MessageSerializer $serializer, ?int $maxFrame = null)
    public function getReadStreams(): array
    public function readFromStream(Amp\ByteStream\ReadableResourceStream $stream): array
    public function send(Message\Message $message): void
class Transport\StreamClosedException extends Exception
    public function __construct(?string $message = null, int $code = 0, ?Throwable $previous = null)
class Transport\TimeoutException extends RuntimeException
    public function __construct(?string $message = null, int $code = 0, ?Throwable $previous = null)
class Transport\PeerClosedException extends Transport\TimeoutException
    public function __construct(?string $message = null, int $code = 0, ?Throwable $previous = null)
    public function getExitCode(): ?int
    public function getLastOutput(): string
    public function getTermSignal(): ?int
class InvalidStreamException extends RuntimeException
    public function __construct(IpcSession $session, ?string $message = null, int $code = 0, ?Throwable $previous = null)
    public function getSession(): IpcSession
abstract class IpcPeer
    protected array $sessions = []
    protected Serialization\MessageSerializer $defaultSerializer
    protected Envelope\Id\RequestIdGenerator $idGen
    public function __construct(?Serialization\MessageSerializer $defaultSerializer = null, ?Envelope\Id\RequestIdGenerator $idGen = null)
    protected function createSession(Transport\MessageTransport $transport): IpcSession
    public function removeSession(IpcSession $session): void
    public function run(): void
    abstract public function tick(?float $timeout = null): void
    public function tickFor(float $seconds): void
    public function unwatch($stream): void
    public function watch($stream, callable $onReadable): void
final class NativeIpcPeer extends IpcPeer
    protected array $sessions = []
    protected Serialization\MessageSerializer $defaultSerializer
    protected Envelope\Id\RequestIdGenerator $idGen
    public function __construct(?Serialization\MessageSerializer $defaultSerializer = null, ?Envelope\Id\RequestIdGenerator $idGen = null)
    public function createCommandSession(string $command, array $args, ?string $cwd = null): IpcSession
    protected function createSession(Transport\MessageTransport $transport): IpcSession
    public function createSessionFromTransport(Transport\NativeMessageTransport $transport): IpcSession
    public function createStdioSession(?Serialization\MessageSerializer $serializer = null): IpcSession
    public function createStreamSession($write, $read, $read2 = null, ?Serialization\MessageSerializer $serializer = null): IpcSession
    public function listen($server, callable $onSession, ?Serialization\MessageSerializer $serializer = null): void
    public function removeSession(IpcSession $session): void
    public function run(): void
    public function spawn(array $command, ?array $env = null, ?string $cwd = null, ?Serialization\MessageSerializer $serializer = null): IpcSession
    public function tick(?float $timeout = null): void
    public function tickFor(float $seconds): void
    public function unwatch($stream): void
    public function watch($stream, callable $onReadable): void
final class SymfonyIpcPeer extends IpcPeer
    protected array $sessions = []
    protected Serialization\MessageSerializer $defaultSerializer
    protected Envelope\Id\RequestIdGenerator $idGen
    public function __construct(?Serialization\MessageSerializer $defaultSerializer = null, ?Envelope\Id\RequestIdGenerator $idGen = null, ?int $sleepTick = null)
    protected function createSession(Transport\MessageTransport $transport): IpcSession
    public function createSessionFromTransport(Transport\SymfonyProcessMessageTransport $transport): IpcSession
    public function createSymfonyProcessSession(Symfony\Component\Process\Process $process): IpcSession
    public function removeSession(IpcSession $session): void
    public function run(): void
    public function tick(?float $timeout = null): void
    public function tickFor(float $seconds): void
    public function unwatch($stream): void
    public function watch($stream, callable $onReadable): void
final class AmphpIpcPeer extends IpcPeer
    protected array $sessions = []
    protected Serialization\MessageSerializer $defaultSerializer
    protected Envelope\Id\RequestIdGenerator $idGen
    public function __construct(?Serialization\MessageSerializer $defaultSerializer = null, ?Envelope\Id\RequestIdGenerator $idGen = null)
    public function createByteStreamSession(Amp\ByteStream\WritableResourceStream $write, array $reads): IpcSession
    protected function createSession(Transport\MessageTransport $transport): IpcSession
    public function createSessionFromTransport(Transport\AmpByteStreamMessageTransport $transport): IpcSession
    public function removeSession(IpcSession $session): void
    public function run(): void
    public function tick(?float $timeout = null): void
    public function tickFor(float $seconds): void
    public function unwatch($stream): void
    public function watch($stream, callable $onReadable): void
final class IpcSession
    public function __construct(IpcPeer $peer, Transport\MessageTransport $transport, Envelope\Id\RequestIdGenerator $idGen)
    public function cleanupPromise(string $id): void
    public function close(): void
    public function dispatch(Message\Message $envelope): void
    public function getExitCode(): ?int
    public function getPid(): ?int
    public function getStats(): array
    public function getTermSignal(): ?int
    public function getTransport(): Transport\MessageTransport
    public function isNative(): bool
    public function isOpen(): bool
    public function isRunning(): bool
    public function notify(Message\Message $msg): void
    public function offClose(callable $handler): void
    public function offException(callable $handler): void
    public function offMessage(callable $handler): void
    public function offRequest(callable $handler): void
    public function onClose(callable $handler): void
    public function onException(callable $handler): void
    public function onMessage(callable $handler): void
    public function onRequest(callable $handler, bool $concurrent = false): void
    public function popResponse(string $id): ?Message\Message
    public function registerPromise(string $id): void
    public function request(Message\Message $msg, float $timeout = 30.0): Envelope\ResponsePromise
    public function sayHello(): void
    public function setHeartbeat(?float $seconds = null): void
    public function signal(int $signal): void
    public function terminate(float $grace = 5.0): void
    public function triggerException(Throwable $e): void
final class IncomingRequest
    public function __destruct()
    public function fail(Throwable $exception): void
    public function getId(): string
    public function getRemainingTime(): ?float
    public function isCancelled(): bool
    public function notify(Message\Message $message): void
    public function onCancel(callable $handler): void
    public function reply(Message\Message $message): void
final class WorkerPool
    public function __construct(Closure|array $worker, int $size = 0, ?NativeIpcPeer $peer = null, int $queueLimit = 1024, ?float $timeout = null, int $attempts = 1, int $maxJobs = 0, int $maxMemory = 0, float $idleTimeout = 0.0, float $grace = 5.0)
    public function __destruct()
    public function add(IpcSession $worker): void
    public function broadcast(Message\Message $message): void
    public function drain(?float $timeout = null): void
    public function getPeer(): NativeIpcPeer
    public function getStats(): array
    public function map(Traversable|array $jobs): JobIterator
    public function onEvent(callable $handler): void
    public function restart(): void
    public function stop(?float $grace = null): array
    public function submit(Message\Message $job, ?float $timeout = null, int $priority = 0): Job
final class Job
    public function await(): Message\Message
    public function cancel(): void
    public function getAttempts(): int
    public function getMessage(): Message\Message
    public function isResolved(): bool
    public function onMessage(callable $handler): void
    public function onResolved(callable $handler): void
final class JobIterator
    public function current(): ?Job
    public function key(): mixed
    public function next(): void
    public function rewind(): void
    public function valid(): bool
final class PoolEvent
    public const STARTED = 'started'
    public const JOINED = 'joined'
    public const LOST = 'lost'
    public const ENDED = 'ended'
    public const RETIRED = 'retired'
    public const TERMINATED = 'terminated'
    public const BRAKED = 'braked'
    public const BROKEN = 'broken'
    public readonly string $type
    public readonly string $text
    public readonly ?int $slot
    public readonly ?int $pid
    public readonly ?IpcSession $session
    public readonly ?Job $job
class WorkerLostException extends Transport\PeerClosedException
    public function __construct(?string $message = null, int $code = 0, ?Throwable $previous = null)
    public function getExitCode(): ?int
    public function getLastOutput(): string
    public function getPid(): ?int
    public function getTermSignal(): ?int
class WorkerPoolException extends RuntimeException
    public function __construct(?string $message = null, int $code = 0, ?Throwable $previous = null)
class QueueFullException extends Transport\TimeoutException
    public function __construct(?string $message = null, int $code = 0, ?Throwable $previous = null)
