<?php
// Makes payloads of many kinds and any size, and reads them in a process with little memory.

use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require_once __DIR__ . '/peers.php';

final class Bag implements Message
{
    public mixed $all;
}

class Small
{
    public int $a = 1;
    public ?string $b = 'x';
}

class Woken
{
    public mixed $a = null;

    public function __wakeup(): void
    {
    }
}

class Own
{
    private array $data = [];

    public function __serialize(): array
    {
        return $this->data;
    }

    public function __unserialize(array $data): void
    {
        $this->data = $data;
    }
}

spl_autoload_register(function (string $class): void {
    if ($class === 'Large') {
        $properties = array_map(fn (int $n) => "public int \$p$n = $n;", range(1, 100));
        eval('class Large { ' . implode(' ', $properties) . ' }');
    }
});

/** A payload in PHP's format that holds $count values of a kind. */
function native_payload(string $kind, int $count): string
{
    $list = fn (callable $element) => "a:$count:{" . implode(array_map(fn (int $i) => "i:$i;" . $element($i), range(0, $count - 1))) . '}';
    $same = fn (string $element) => $list(fn () => $element);
    $text = fn (string $text) => 's:' . strlen($text) . ":\"$text\";";
    $all = match ($kind) {
        'braces in a text' => $text(str_repeat('{"a":1},', $count)),
        'bytes of a text' => $text(str_repeat('x', $count)),
        'numbers' => $same('i:7;'),
        'texts' => $same($text('abcdefgh')),
        'long texts' => $same($text(str_repeat('x', 5000))),
        'escaped texts' => $same('S:2:"\\61\\62";'),
        'keys' => "a:$count:{" . implode(array_map(fn (int $i) => $text("key $i") . 'N;', range(1, $count))) . '}',
        'lists' => $same('a:1:{i:0;i:0;}'),
        'wide lists' => $same('a:40:{' . implode(array_map(fn (int $i) => "i:$i;N;", range(0, 39))) . '}'),
        'nested lists' => $same(str_repeat('a:1:{i:0;', 100) . 'N;' . str_repeat('}', 100)),
        'references' => 'a:' . $count + 1 . ':{i:0;i:5;' . implode(array_map(fn (int $i) => "i:$i;R:3;", range(1, $count))) . '}',
        'objects' => $same('O:5:"Small":2:{s:1:"a";i:5;s:1:"b";s:5:"hello";}'),
        'plain objects' => $same('O:8:"stdClass":1:{s:1:"a";i:0;}'),
        'large objects' => $same('O:5:"Large":0:{}'),
        'objects of no class' => $list(fn (int $i) => 'O:' . strlen("No$i") . ":\"No$i\":1:{s:1:\"a\";i:0;}"),
        'objects that wake up' => $same('O:5:"Woken":1:{s:1:"a";i:0;}'),
        'objects that read themselves' => $same('O:3:"Own":2:{s:1:"a";i:0;s:1:"b";i:1;}'),
        'exceptions' => $same('O:9:"Exception":0:{}'),
        'dates' => $same(serialize(new DateTimeImmutable('2020-01-01', new DateTimeZone('Europe/Berlin')))),
        'periods' => $same(serialize(new DatePeriod(new DateTime('2020-01-01'), new DateInterval('P1D'), 3))),
        'storages' => $same(serialize((function () {
            $storage = new SplObjectStorage();
            array_map(fn (int $i) => $storage[new stdClass()] = $i, range(1, 20));
            return $storage;
        })())),
        'array objects' => $same(serialize(new ArrayObject(range(1, 20)))),
    };

    return 'O:3:"Bag":1:{s:3:"all";' . $all . '}';
}

/** A payload in JSON that holds $count values of a kind. */
function json_payload(string $kind, int $count): string
{
    $same = fn (string $element) => '[' . implode(',', array_fill(0, $count, $element)) . ']';
    $all = match ($kind) {
        'braces in a text' => json_encode(str_repeat('{"a":1},', $count)),
        'numbers' => $same('7'),
        'texts' => $same('"abcdefgh"'),
        'keys' => '{' . implode(',', array_map(fn (int $i) => "\"key $i\":null", range(1, $count))) . '}',
        'lists' => $same('[1]'),
        'objects' => $same('{"__class":"Small","a":5,"b":"hello"}'),
        'objects with more' => $same('{"__class":"Small","a":5,"zz":"hello"}'),
        'large objects' => $same('{"\u005f_class":"\u004carge"}'),
        'exceptions' => $same('{"__class":"Exception","message":"hello"}'),
        'storages' => $same('{"__class":"SplObjectStorage"}'),
    };

    return '{"__class":"Bag","all":' . $all . '}';
}

/** What PHP's own function makes of the payload in this file. */
function read_plain(string $format, string $file): string
{
    $payload = file_get_contents($file, offset: 8);
    $value = $format === 'json' ? json_decode($payload, true) : unserialize($payload);

    return $value ? 'read' : 'malformed';
}

/** What a session makes of the payload in this file. */
function read_in_session(string $format, string $file): string
{
    $peer = new NativeIpcPeer($format === 'json' ? new JsonMessageSerializer() : new NativeMessageSerializer());
    [$write] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $session = $peer->createStreamSession($write, fopen($file, 'r'));
    $session->onMessage(function (Message $message) use (&$outcome) { $outcome = $message instanceof Bag ? 'read' : 'malformed'; });
    $session->onException(function () use (&$outcome) {
        $outcome = 'refused';
        return false;
    });
    while ($outcome === null && $session->isOpen()) {
        $peer->tick(1.0);
    }

    return $outcome ?? 'lost';
}

/** What a process with this memory_limit makes of $count values of a kind; if it died, what it printed. */
function outcome(string $reader, string $format, string $kind, int $count, string $limit): string
{
    static $file;
    $file ??= tempnam(sys_get_temp_dir(), 'stream-ipc-');
    $payload = $format === 'json' ? json_payload($kind, $count) : native_payload($kind, $count);
    file_put_contents($file, FrameCodec::MAGIC . pack('N', strlen($payload)) . $payload);
    $code = 'require ' . var_export(__FILE__, true) . "; echo $reader('$format', " . var_export($file, true) . ');';
    $command = [PHP_BINARY, '-d', "memory_limit=$limit", '-d', 'display_errors=1', '-d', 'log_errors=0', '-r', $code];
    $process = proc_open($command, [1 => ['pipe', 'w'], 2 => STDERR], $pipes);
    $said = stream_get_contents($pipes[1]);
    $code = proc_close($process);
    unlink($file);

    return $code === 0 ? $said : "died of $kind × $count: $said";
}

/** How many values of a kind the reader can just read, to within a tenth. */
function border(string $reader, string $format, string $kind, string $limit): int
{
    $count = fn (int $step) => (int) ceil(1.1 ** $step);
    $is_read = function (int $step) use ($reader, $format, $kind, $limit, $count) {
        $outcome = outcome($reader, $format, $kind, $count($step), $limit);
        if ($reader === 'read_in_session' && !in_array($outcome, ['read', 'refused'], true)) {
            echo $outcome, "\n";
        }
        return $outcome === 'read';
    };
    for ([$read, $not] = [0, 72]; $is_read($not); $not += 16) {
        $read = $not;
    }
    while ($not - $read > 1) {
        $middle = intdiv($read + $not, 2);
        [$read, $not] = $is_read($middle) ? [$middle, $not] : [$read, $middle];
    }

    return $count($read);
}

/** Reports if a session reads far fewer values than PHP alone, or does anything but read or refuse. */
function compare_borders(string $format, string $kind, string $limit, float $least): void
{
    $plain = border('read_plain', $format, $kind, $limit);
    $ours = border('read_in_session', $format, $kind, $limit);
    if ($ours < $least * $plain) {
        echo "$kind under $limit: $ours of $plain are read\n";
    }
    foreach ([0.8, 1.0, 1.2, 2.0] as $factor) {
        $outcome = outcome('read_in_session', $format, $kind, (int) ($factor * $plain), $limit);
        if (!in_array($outcome, ['read', 'refused'], true)) {
            echo $outcome, "\n";
        }
    }
}
