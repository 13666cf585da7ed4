--TEST--
Whatever Reflection, unset(), unserialize() or a subclass puts into properties, every method ends, with an exception at worst
--FILE--
<?php

use StreamIpc\Envelope\Id\PidCounterRequestIdGenerator;
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\InvalidStreamException;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\FrameCodec;
use StreamIpc\Transport\MessageTransport;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\NativeMessageTransport;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/peers.php';

final class Deaf implements MessageTransport
{
    public function send(Message $message): void
    {
    }
}

final class UserPeer extends IpcPeer
{
    public function tick(?float $timeout = null): void
    {
    }
}

/** What a method is given: something that fits, so that it does its work. */
function argument(ReflectionParameter $parameter): mixed
{
    global $stream;

    return match (true) {
        $parameter->isDefaultValueAvailable() && $parameter->name !== 'timeout' => $parameter->getDefaultValue(),
        default => match ((string) $parameter->getType()) {
            'string' => 'text',
            'int' => 1,
            'float', '?float' => 0.0,
            'array', 'Traversable|array' => [],
            'Closure|array' => ['php'],
            'callable' => static fn () => null,
            Message::class => new LogMessage('a message'),
            ErrorMessage::class => new ErrorMessage('an error'),
            'Throwable' => new Exception('an exception'),
            IpcPeer::class => new NativeIpcPeer(),
            IpcSession::class => session_pair(new NativeIpcPeer())[0],
            MessageTransport::class => new Deaf(),
            NativeMessageTransport::class => new NativeMessageTransport($stream, [$stream], new NativeMessageSerializer()),
            'StreamIpc\Serialization\MessageSerializer' => new NativeMessageSerializer(),
            'StreamIpc\Envelope\Id\RequestIdGenerator' => new PidCounterRequestIdGenerator(),
            default => $parameter->name === 'readStreams' ? [$stream] : $stream,
        },
    };
}

/** A pool with a job that nobody does in time. */
function pool(): WorkerPool
{
    $pool = new WorkerPool(static fn ($peer) => session_pair($peer)[0], 1, $GLOBALS['peer'] = new NativeIpcPeer(), timeout: 0.001, grace: 0.0);
    $pool->onEvent(static function ($event) { $GLOBALS['event'] = $event; });
    $GLOBALS['job'] = $pool->submit(new LogMessage('a job'));

    return $pool;
}

/** Calls every method of an object, private ones included, and its constructor once more. */
function exercise(object $object): void
{
    foreach ((new ReflectionObject($object))->getMethods() as $method) {
        // It would wait for what never comes.
        if (in_array($method->name, ['run', 'readFrameSync', '__destruct'], true) || !$method->isUserDefined() && !str_starts_with($method->class, 'StreamIpc\\')) {
            continue;
        }
        outcome(static function () use ($method, $object) {
            $method->invokeArgs($method->isStatic() ? null : $object, array_map(argument(...), $method->getParameters()));
        });
    }
}

/** Runs it; an exception is as good as none, unless it says that this was not foreseen. */
function outcome(callable $call): mixed
{
    global $outcomes;
    try {
        $outcomes++;

        return $call();
    } catch (Throwable $e) {
        for (; $e !== null; $e = $e->getPrevious()) {
            if (str_contains($e->getMessage(), 'Internal error')) {
                echo get_class($e), ': ', $e->getMessage(), "\n", $e->getTraceAsString(), "\n";
            }
        }

        return null;
    }
}

/** The property set, as its class or a subclass could, or unset. */
function overwrite(object $object, ReflectionProperty $property, mixed $value): void
{
    if ($value !== 'unset') {
        // Setting an int to a fraction is deprecated.
        outcome(static fn () => @$property->setValue($object, $value));
    } elseif (!$property->isPrivate()) {
        outcome(Closure::bind(function () use ($property) { unset($this->{$property->name}); }, $object, UserPeer::class));
    }
}

$outcomes = 0;
$here = null;
/** @return array<string, callable(): object> */
$makers = [
    'session' => static function () {
        global $here;
        [$session, $here] = session_and_socket($GLOBALS['peer'] = new NativeIpcPeer());
        fwrite($here, frame(new LogMessage('a message')) . frame(new RequestEnvelope('1', new LogMessage('a request'))));

        return $session;
    },
    'session of a user peer' => static fn () => new IpcSession($GLOBALS['peer'] = new UserPeer(), new Deaf(), new PidCounterRequestIdGenerator()),
    'native peer' => static function () {
        global $here, $session;
        $peer = new NativeIpcPeer();
        [$session, $here] = session_and_socket($peer);
        fwrite($here, frame(new LogMessage('a message')) . frame(new RequestEnvelope('1', new LogMessage('a request'))));

        return $peer;
    },
    'symfony peer' => static fn () => new SymfonyIpcPeer(),
    'user peer' => static fn () => new UserPeer(),
    'promise' => static fn () => session_pair($GLOBALS['peer'] = new NativeIpcPeer())[0]->request(new LogMessage('?'), 0.0),
    'transport' => static fn () => session_pair($GLOBALS['peer'] = new NativeIpcPeer())[0]->getTransport(),
    'codec' => static fn () => new FrameCodec(new NativeMessageSerializer()),
    'reader' => static fn () => new NativeFrameReader($GLOBALS['stream'], new NativeMessageSerializer()),
    'native serializer' => static fn () => new NativeMessageSerializer(['Foo']),
    'json serializer' => static fn () => new JsonMessageSerializer(),
    'request' => static fn () => new RequestEnvelope('1', new LogMessage('?')),
    'response' => static fn () => new ResponseEnvelope('1', new LogMessage('!')),
    'error' => static fn () => new ErrorMessage('an error'),
    'log' => static fn () => new LogMessage('a line'),
    'error exception' => static fn () => new ErrorMessageException(new ErrorMessage('an error')),
    'invalid stream' => static fn () => new InvalidStreamException(session_pair(new NativeIpcPeer())[0]),
    'peer closed' => static fn () => new PeerClosedException(),
    'generator' => static fn () => new PidCounterRequestIdGenerator(),
    'pool' => pool(...),
    'job' => static function () {
        pool();

        return $GLOBALS['job'];
    },
    'iterator of jobs' => static fn () => pool()->map([new LogMessage('a job'), new LogMessage('a job')]),
    'event' => static function () {
        pool();

        return $GLOBALS['event'];
    },
];

[$stream] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$other = session_pair($otherPeer = new NativeIpcPeer())[0];
$foreign = new IpcSession(new UserPeer(), new Deaf(), new PidCounterRequestIdGenerator());
$elements = ['text', 42, new stdClass(), new LogMessage('?'), $otherPeer, $other, $foreign, new FrameCodec(new NativeMessageSerializer()), static fn () => 7, [], null];
$rubbish = ['unset', null, 1, -1.5, 'no such function', true, $stream, ...$elements];

foreach ($makers as $name => $make) {
    exercise($make());
    outcome(static fn () => exercise(clone $make()));
    foreach ((new ReflectionObject($make()))->getProperties() as $property) {
        if (!str_starts_with($property->class, 'StreamIpc\\')) {
            continue;
        }
        foreach ($rubbish as $value) {
            overwrite($object = $make(), $property, $value);
            exercise($object);
        }
        // Lists and maps of rubbish, under keys that mean something, and as references.
        foreach ($elements as $element) {
            $object = $make();
            $id = spl_object_id($GLOBALS['session'] ?? $object);
            $reference = $element;
            foreach ([[$element], [$id => $element], ['key' => $element], [$id => &$reference, &$reference]] as $array) {
                overwrite($object, $property, $array);
                exercise($object);
                isset($peer) && outcome(static fn () => $peer->tick(0.0));
                $object = $make();
            }
        }
    }
    // Objects that no constructor has seen.
    $class = new ReflectionClass($make());
    $bare = outcome(static fn () => $class->newInstanceWithoutConstructor());
    if ($bare !== null) {
        exercise($bare);
    }
    $unserialized = outcome(static fn () => unserialize('O:' . strlen($class->name) . ":\"$class->name\":0:{}"));
    if ($unserialized) {
        exercise($unserialized);
    }
    gc_collect_cycles();
}

// A transport of Amp's is made without its streams, which are classes of a library.
$transport = (new ReflectionClass(StreamIpc\Transport\AmpByteStreamMessageTransport::class))->newInstanceWithoutConstructor();
exercise($transport);
$amp = new StreamIpc\AmphpIpcPeer();
outcome(static fn () => exercise(new IpcSession($amp, $transport, new PidCounterRequestIdGenerator())));
foreach (['receive', 'deliver', 'ring', 'timeUp'] as $name) {
    foreach ([$transport, $foreign, $other] as $of) {
        foreach ([new stdClass(), null, new Exception(), 0, -1, 'x'] as $argument) {
            $method = new ReflectionMethod($amp, $name);
            $arguments = array_slice([$of, $argument, $argument, $argument], 0, $method->getNumberOfParameters());
            outcome(static fn () => $method->invokeArgs($amp, $arguments));
        }
    }
}

echo $outcomes > 1000 ? "alive\n" : "only $outcomes calls\n";
--EXPECT--
alive
