<?php

// The program that is counted: growing.php CASE SIZE runs a case of growth.php with this amount. It
// calls usleep(0) before and after the part that counts.

declare(strict_types=1);

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IncomingRequest;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;
use StreamIpc\Transport\MessageTransport;
use StreamIpc\Transport\NativeMessageTransport;

final class Item
{
    public function __construct(public int $number, public ?Item $other = null)
    {
    }

    public function handle(): void
    {
    }
}

final class Items implements Message
{
    public function __construct(public array $items)
    {
    }
}

final class UserPeer extends IpcPeer
{
    public function open(): IpcSession
    {
        return $this->createSession(new UserTransport());
    }

    public function tick(?float $timeout = null): void
    {
    }
}

final class UserTransport implements MessageTransport
{
    public function send(Message $message): void
    {
    }
}

final class UserStream
{
    public $context;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_read(int $count): string
    {
        return '';
    }

    public function stream_eof(): bool
    {
        return false;
    }
}

/** Does to handlers what a session does, without a session. */
final class ListOfHandlers
{
    private array $handlers = [];

    public function onMessage(callable $handler): void
    {
        $this->handlers[] = $handler;
    }
}

/** @return list<Closure> */
function handlers(int $count): array
{
    return times($count, static fn () => static fn () => null);
}

/** @return list<mixed> */
function times(int $count, callable $make): array
{
    for ($made = []; count($made) < $count;) {
        $made[] = $make(count($made));
    }

    return $made;
}

function each(array $values, callable $deed): void
{
    foreach ($values as $value) {
        $deed($value);
    }
}

function session_with_handlers(array $handlers): IpcSession
{
    $session = (new UserPeer())->open();
    each($handlers, $session->onMessage(...));

    return $session;
}

function session_over_user_stream(NativeIpcPeer $peer): IpcSession
{
    $stream = fopen('user-stream://', 'r+');

    return $peer->createStreamSession($stream, $stream);
}

/** @return array{IpcSession, resource} */
function session_and_socket(NativeIpcPeer $peer): array
{
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

    return [$peer->createStreamSession($ours, $ours), $theirs];
}

/** @return list<ResponsePromise> */
function promises(IpcSession $session, int $count): array
{
    $peer = new UserPeer();

    return times($count, static fn (int $i) => new ResponsePromise($peer, $session, "1.$i"));
}

/** @return list<IncomingRequest> requests of the session that wait to be answered */
function open_requests(IpcSession $session, int $count): array
{
    $session->onRequest(static function (Message $message, IpcSession $session, IncomingRequest $request) use (&$open) {
        $request->onCancel(static fn () => null);

        return $open[] = $request;
    });
    ask($session, $count);

    return $open;
}

/** Dispatches requests of the other side. */
function ask(IpcSession $session, int $count): void
{
    each(range(1, $count), static fn (int $i) => $session->dispatch(new RequestEnvelope("2.$i", new LogMessage('x'))));
}

/** Dispatches replies to requests. */
function reply(IpcSession $session, int $count): void
{
    each(range(0, $count - 1), static fn (int $i) => $session->dispatch(new ResponseEnvelope("1.$i", new LogMessage('x'))));
}

function native_codec(): FrameCodec
{
    return new FrameCodec(new NativeMessageSerializer());
}

function json_codec(): FrameCodec
{
    return new FrameCodec(new JsonMessageSerializer());
}

function items(int $count): Items
{
    return new Items(times($count, static fn (int $i) => new Item($i)));
}

/** References, each in two places. */
function references(int $count): Items
{
    $items = [];
    for ($i = 0; $i < $count; $i++) {
        $numbers[$i] = $i;
        $items[] = &$numbers[$i];
        $items[] = &$numbers[$i];
    }

    return new Items($items);
}

/** @return list<Message> messages of so many classes in turn, 100 of each */
function messages_of_classes(int $classes): array
{
    $messages = times($classes, static function (int $i) {
        eval("final class Message$i implements StreamIpc\\Message\\Message
        {
            public function __construct(public string \$text, public int \$number)
            {
            }
        }");
        $class = "Message$i";

        return new $class('text', $i);
    });

    return array_merge(...array_fill(0, 100, $messages));
}

/** Feeds a codec, and keeps the messages until they are counted. */
function feeding(FrameCodec $codec, array $chunks): Closure
{
    return static function () use ($codec, $chunks) {
        $messages = array_map($codec->feed(...), $chunks);
        usleep(0);
    };
}

stream_wrapper_register('user-stream', UserStream::class);
[, $case, $size] = $argv;
$prepare = match ($case) {
    'adding handlers' => function (int $n) {
        $session = (new UserPeer())->open();
        $handlers = handlers($n);
        return fn () => each($handlers, $session->onMessage(...));
    },
    'removing handlers, newest first' => function (int $n) {
        $session = session_with_handlers($handlers = handlers($n));
        $handlers = array_reverse($handlers);
        return fn () => each($handlers, $session->offMessage(...));
    },
    'removing handlers, oldest first' => function (int $n) {
        $session = session_with_handlers($handlers = handlers($n));
        return fn () => each($handlers, $session->offMessage(...));
    },
    'removing handlers that are methods' => function (int $n) {
        $handlers = times($n, static fn (int $i) => [new Item($i), 'handle']);
        $session = session_with_handlers($handlers);
        return fn () => each($handlers, $session->offMessage(...));
    },
    'removing handlers that were never added' => function (int $n) {
        $session = session_with_handlers(handlers($n));
        $handlers = handlers($n);
        return fn () => each($handlers, $session->offMessage(...));
    },
    'removing handlers while they run' => function (int $n) {
        $session = session_with_handlers(times($n, static function () {
            return $handler = static function (Message $message, IpcSession $session) use (&$handler) {
                $session->offMessage($handler);
            };
        }));
        return fn () => $session->dispatch(new LogMessage('x'));
    },
    'dispatching to handlers' => function (int $n) {
        $session = session_with_handlers(handlers($n));
        return fn () => $session->dispatch(new LogMessage('x'));
    },
    'dispatching where handlers were removed' => function (int $n) {
        $session = session_with_handlers([...$handlers = handlers($n), static fn () => null]);
        each($handlers, $session->offMessage(...));
        $message = new LogMessage('x');
        return fn () => times($n, static fn () => $session->dispatch($message));
    },
    'telling handlers of the end' => function (int $n) {
        $session = (new UserPeer())->open();
        each(handlers($n), $session->onClose(...));
        return fn () => $session->close();
    },
    'opening sessions over user streams' => function (int $n) {
        $peer = new NativeIpcPeer();
        return function () use ($peer, $n) {
            $sessions = times($n, static fn () => session_over_user_stream($peer));
            usleep(0);
        };
    },
    'closing sessions over user streams, oldest first' => function (int $n) {
        $peer = new NativeIpcPeer();
        $sessions = times($n, static fn () => session_over_user_stream($peer));
        return fn () => each($sessions, static fn (IpcSession $session) => $session->close());
    },
    'closing sessions over user streams, newest first' => function (int $n) {
        $peer = new NativeIpcPeer();
        $sessions = array_reverse(times($n, static fn () => session_over_user_stream($peer)));
        return fn () => each($sessions, static fn (IpcSession $session) => $session->close());
    },
    'closing sessions over user transports' => function (int $n) {
        $peer = new UserPeer();
        $sessions = times($n, static fn () => $peer->open());
        return fn () => each($sessions, static fn (IpcSession $session) => $session->close());
    },
    'closing sessions over sockets' => function (int $n) {
        $peer = new NativeIpcPeer();
        $opened = times($n, static fn () => session_and_socket($peer));
        return fn () => each($opened, static fn (array $both) => $both[0]->close());
    },
    'letting go of a peer with sessions' => function (int $n) {
        gc_enable();
        $peer = new NativeIpcPeer();
        times($n, static fn () => session_over_user_stream($peer));
        return function () use (&$peer) {
            $peer = null;
            gc_collect_cycles();
        };
    },
    'letting go of peers' => function (int $n) {
        gc_enable();
        $peers = times($n, static fn () => new NativeIpcPeer());
        each($peers, session_over_user_stream(...));
        return function () use (&$peers) {
            $peers = null;
            gc_collect_cycles();
        };
    },
    'a message for one of many sessions' => function (int $n) {
        $peer = new NativeIpcPeer();
        $opened = times($n, static fn () => session_and_socket($peer));
        $frame = native_codec()->pack(new LogMessage('x'));
        return fn () => each($opened, static function (array $both) use ($peer, $frame) {
            fwrite($both[1], $frame);
            $peer->tick(0);
        });
    },
    'a message for each of many peers' => function (int $n) {
        $peers = times($n, static fn () => new NativeIpcPeer());
        $opened = array_map(session_and_socket(...), $peers);
        $frame = native_codec()->pack(new LogMessage('x'));
        return function () use ($peers, $opened, $frame) {
            foreach ($peers as $i => $peer) {
                fwrite($opened[$i][1], $frame);
                $peer->tick(0);
            }
        };
    },
    'streams of one transport' => function (int $n) {
        $streams = times($n, static fn () => fopen('user-stream://', 'r+'));
        return fn () => new NativeMessageTransport($streams[0], $streams, new NativeMessageSerializer());
    },
    'pending requests, made' => function (int $n) {
        $session = (new UserPeer())->open();
        return function () use ($session, $n) {
            $promises = promises($session, $n);
            usleep(0);
        };
    },
    'pending requests, asked' => function (int $n) {
        $promises = promises((new UserPeer())->open(), $n);
        return fn () => each($promises, static fn (ResponsePromise $promise) => $promise->isResolved());
    },
    'pending requests, counted' => function (int $n) {
        $promises = promises($session = (new UserPeer())->open(), $n);
        return fn () => each($promises, static fn () => $session->getStats());
    },
    'pending requests, answered and awaited' => function (int $n) {
        $promises = promises($session = (new UserPeer())->open(), $n);
        return function () use ($session, $promises) {
            foreach ($promises as $i => $promise) {
                $session->dispatch(new ResponseEnvelope("1.$i", new LogMessage('x')));
            }
            each($promises, static fn (ResponsePromise $promise) => $promise->await());
        };
    },
    'pending requests, dropped' => function (int $n) {
        $promises = promises((new UserPeer())->open(), $n);
        return function () use (&$promises) {
            $promises = null;
        };
    },
    'outcomes, told to handlers' => function (int $n) {
        $promises = promises($session = (new UserPeer())->open(), $n);
        each($promises, static fn (ResponsePromise $promise) => $promise->onResolved(static fn () => null));
        return fn () => reply($session, $n);
    },
    'open requests, answered' => function (int $n) {
        $requests = open_requests((new UserPeer())->open(), $n);
        $reply = new LogMessage('x');
        return fn () => each($requests, static fn (IncomingRequest $request) => $request->reply($reply));
    },
    'open requests, cancelled' => function (int $n) {
        $requests = open_requests($session = (new UserPeer())->open(), $n);
        return fn () => $session->close();
    },
    'concurrent handlers, resumed' => function (int $n) {
        $promises = promises($session = (new UserPeer())->open(), $n);
        $session->onRequest(static function () use (&$promises) {
            return array_pop($promises)->await();
        }, true);
        ask($session, $n);
        return fn () => reply($session, $n);
    },
    'objects, written' => function (int $n) {
        [$codec, $items] = [native_codec(), items($n)];
        return fn () => $codec->pack($items);
    },
    'objects, read' => fn (int $n) => feeding(native_codec(), [native_codec()->pack(items($n))]),
    'objects as JSON, written' => function (int $n) {
        [$codec, $items] = [json_codec(), items($n)];
        return fn () => $codec->pack($items);
    },
    'objects as JSON, read' => fn (int $n) => feeding(json_codec(), [json_codec()->pack(items($n))]),
    'messages of many classes, written' => function (int $n) {
        $messages = messages_of_classes($n);
        return fn () => each($messages, (new NativeMessageSerializer())->serialize(...));
    },
    'messages of many classes, read' => function (int $n) {
        $payloads = array_map(serialize(...), messages_of_classes($n));
        return fn () => each($payloads, (new NativeMessageSerializer())->deserialize(...));
    },
    'objects that come again, read' => function (int $n) {
        $items = items($n)->items;
        return feeding(native_codec(), [native_codec()->pack(new Items([...$items, ...$items]))]);
    },
    'references, read' => fn (int $n) => feeding(native_codec(), [native_codec()->pack(references($n))]),
    'references, read by unserialize()' => function (int $n) {
        $serialized = serialize(references($n));
        return function () use ($serialized) {
            $message = unserialize($serialized);
            usleep(0);
        };
    },
    'frames at once' => function (int $n) {
        return feeding(native_codec(), [str_repeat(native_codec()->pack(new LogMessage('x')), $n)]);
    },
    'junk of halves of magics at once' => function (int $n) {
        return feeding(native_codec(), [str_repeat(substr(FrameCodec::MAGIC, 0, 2), $n)]);
    },
    'junk of halves of magics in pieces' => function (int $n) {
        return feeding(native_codec(), str_split(str_repeat(substr(FrameCodec::MAGIC, 0, 2), $n), 3));
    },
    'handlers under the garbage collector' => function (int $n) {
        gc_enable();
        $session = (new UserPeer())->open();
        $handlers = handlers($n);
        return fn () => each($handlers, $session->onMessage(...));
    },
    'an array under the garbage collector' => function (int $n) {
        gc_enable();
        $list = new ListOfHandlers();
        $handlers = handlers($n);
        return fn () => each($handlers, $list->onMessage(...));
    },
};
$do = $prepare((int) $size);
usleep(0);
$do();
usleep(0);
