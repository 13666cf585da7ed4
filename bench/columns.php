<?php

declare(strict_types=1);

namespace Bench;

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

/** A way to exchange messages: the commands of its processes. */
final readonly class Column
{
    /**
     * @param \Closure(string, Exchange): list<string> $end one end of an exchange, "parent" or "worker"
     * @param list<string>|null $load a command that loads its code and ends; null: its start-up is not measured
     * @param list<string>|null $first a command that starts a worker, gets one reply and ends; null: it is not measured
     * @param bool $selects whether it waits with select(), which cannot watch descriptors from 1,024 on
     * @param bool $plain whether it can only exchange texts in PHP's format with one other process
     */
    public function __construct(
        public \Closure $end,
        public ?array $load,
        public ?array $first = null,
        private bool $selects = false,
        private bool $plain = false,
    ) {
    }

    /** Whether it can take part in the exchange. */
    public function bears(Exchange $exchange): bool
    {
        $tooMany = $this->selects && $exchange->files() >= 1024;
        $notPlain = $exchange->json || $exchange->nested || $exchange->idle > 0;

        return !$tooMany && !($this->plain && $notPlain);
    }
}

/**
 * Every column by its name.
 *
 * @param string $module the extension's file
 * @param string $raw the raw binary's file
 * @param string $rust the Rust binary's file
 * @return array<string, Column>
 */
function columns(string $module, string $raw, string $rust): array
{
    $php = php();
    $columns = [
        'limit' => limit($raw, $php),
        'extension' => extension(php_with($module)),
        'rust' => rust($rust),
        'userland' => userland($php),
    ];
    if (getenv('PURE_PHP_AUTOLOAD')) {
        $columns['package'] = package($php);
    }

    return $columns;
}

/** @return list<string> the command of PHP without php.ini, so that other extensions cost nothing */
function php(): array
{
    return [PHP_BINARY, '-n', '-d', 'display_errors=stderr', '-d', 'memory_limit=-1'];
}

/** @return list<string> the command of PHP with the extension */
function php_with(string $module): array
{
    return [...php(), '-d', "extension=$module"];
}

/** The limit: moves the same bytes, and at start-up runs PHP processes that do nothing, or send one byte. */
function limit(string $raw, array $php): Column
{
    // Both end at the same time, as those of the other columns do.
    $first = '$worker = proc_open(array_slice($argv, 1), [1 => ["pipe", "w"]], $pipes); fread($pipes[1], 1);';

    return new Column(
        fn (string $role, Exchange $exchange) => [$raw, $role, ...frames($exchange)],
        [...$php, '-r', ''],
        [...$php, '-r', $first, '--', ...$php, '-r', 'echo 1;'],
    );
}

function extension(array $php): Column
{
    return new Column(php_end($php, 'stream_ipc.php'), [...$php, '-r', ''], first_reply($php));
}

/** The crate at both ends. */
function rust(string $rust): Column
{
    return new Column(fn (string $role, Exchange $exchange) => [
        $rust,
        $role,
        $exchange->pattern->isOneWay() ? 'one-way' : 'requests',
        ...numbers($exchange, strlen($exchange->request()->message), strlen($exchange->reply()->message)),
    ], null, plain: true);
}

function userland(array $php): Column
{
    return new Column(php_end($php, 'userland.php'), [...$php, __DIR__ . '/userland.php'], selects: true);
}

function package(array $php): Column
{
    $load = 'require getenv("PURE_PHP_AUTOLOAD"); class_exists(StreamIpc\NativeIpcPeer::class);';

    return new Column(php_end($php, 'stream_ipc.php'), [...$php, '-r', $load], first_reply($php), selects: true);
}

/** @return list<string> the command of a parent that gets one reply of a worker and ends */
function first_reply(array $php): array
{
    $first = [...$php, __DIR__ . '/first.php'];

    return [...$first, 'parent', ...$first, 'worker'];
}

function php_end(array $php, string $file): \Closure
{
    return fn (string $role, Exchange $exchange) =>
        [...$php, __DIR__ . '/peer.php', $role, __DIR__ . "/$file", $exchange->name];
}

/** The numbers of an exchange for the raw binary, with the lengths of the extension's frames. */
function frames(Exchange $exchange): array
{
    $codec = new FrameCodec($exchange->json ? new JsonMessageSerializer() : new NativeMessageSerializer());
    // An id like those after some thousand requests.
    $id = getmypid() . '.10000';
    [$request, $reply] = [$exchange->request(), $exchange->reply()];
    if (!$exchange->pattern->isOneWay()) {
        [$request, $reply] = [new RequestEnvelope($id, $request), new ResponseEnvelope($id, $reply)];
    }

    return numbers($exchange, strlen($codec->pack($request)), strlen($codec->pack($reply)));
}

/** @return list<string> the lengths of what both ends send, and how many of each make a batch */
function numbers(Exchange $exchange, int $request, int $reply): array
{
    return array_map(strval(...), [$request, $reply, $exchange->requests(), $exchange->replies()]);
}
