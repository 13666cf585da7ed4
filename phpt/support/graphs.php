<?php
// Random graphs of every kind of object that serialize() knows, and PHP's own results for them.

use StreamIpc\Message\{LogMessage, Message};

/** The serialization methods that ran, in order, and then the destructors, sorted: in a cycle their
 * order depends on where the objects lie. */
final class Ran
{
    public static array $methods = [];
    public static array $destructors = [];

    public static function take(): array
    {
        gc_collect_cycles();
        sort(self::$destructors);
        $ran = [...self::$methods, ...self::$destructors];
        self::$methods = self::$destructors = [];
        return $ran;
    }
}

enum Suit: string { case Hearts = 'H'; case Spades = 'S'; const Best = self::Spades; }
enum Level { case Low; case High; }

/** The message around each graph. */
final class Box implements Message
{
    public function __construct(public mixed $content = null, public mixed $more = null) {}
}

interface Shape {}
class Point implements Shape
{
    private mixed $hidden = 'of Point';
    protected mixed $guarded = null;
    public $x = 0;
    public static int $count = 0;
    public function __construct($x, $guarded, $hidden) { $this->x = $x; $this->guarded = $guarded; $this->hidden = $hidden; }
}
class Point3 extends Point
{
    private mixed $hidden = [1, 'two' => 2.0];
    protected mixed $guarded = Suit::Hearts;
    public array $tags = ['a' => [Level::Low]];
    public $z;
    public function z($z, $hidden): static { $this->z = $z; $this->hidden = $hidden; return $this; }
}
final class Shadowing extends Point { private mixed $hidden = 'of Shadowing'; }
final class Typed
{
    public int $int;
    public ?string $string = null;
    public float $float = 1.5;
    public bool $bool = false;
    public array $array = [];
    public int|string|null $union;
    public ?self $self = null;
    public Shape|Suit|null $shape = null;
    public iterable $iterable = [];
    public object $object;
    public readonly Point $never;
}
final readonly class Fixed implements Shape
{
    public mixed $late;
    public function __construct(public int $id, protected ?Fixed $next, private array $list) {}
    public function late(mixed $late): static { $this->late = $late; return $this; }
}
final class Nothing {}
class Leaving
{
    public function __construct(public mixed $value = null) {}
    public function __destruct() { Ran::$destructors[] = 'destruct ' . get_debug_type($this->value ?? null); }
}
class Sleeping
{
    private $left = 'out';
    public function __construct(public mixed $value = null, protected $other = 7) {}
    public function __sleep() { Ran::$methods[] = 'sleep'; return ['value', 'other']; }
}
class Waking
{
    public function __construct(public mixed $value = null) {}
    public function __wakeup() { Ran::$methods[] = 'wakeup ' . get_debug_type($this->value ?? null); }
}
class Custom
{
    public function __construct(public mixed $value = null) {}
    public function __serialize(): array { Ran::$methods[] = 'serialize'; return [$this->value, 'k' => 1]; }
    public function __unserialize(array $data): void { Ran::$methods[] = 'unserialize'; $this->value = $data[0] ?? 'none'; }
}
#[AllowDynamicProperties]
class Open { public $declared = 1; }
abstract class Unmade { public $x = 1; }

error_reporting(E_ALL & ~E_DEPRECATED);
eval('class Old implements Serializable {
    public $value;
    public function serialize() { Ran::$methods[] = "old serialize"; return serialize([$this->value]); }
    public function unserialize($data) { Ran::$methods[] = "old unserialize"; $this->value = unserialize($data)[0] ?? "none"; }
}');

/** Makes random graphs; the same seed makes the same ones. */
final class Graphs
{
    private array $made = [];
    /** The highest kind of value in use: kinds without methods of their own come first. */
    private int $kinds;

    public static function seed(int $seed): void { mt_srand($seed); }

    public static function box(): Box
    {
        $graphs = new self();
        $graphs->kinds = mt_rand(0, 1) ? 19 : 12;
        $box = new Box($graphs->value(mt_rand(1, 5)));
        if (mt_rand(0, 2) === 0) {
            $box->more = $graphs->value(2);
        }
        if (mt_rand(0, 20) === 0) {
            $box->more = $box;
        }
        if (mt_rand(0, 20) === 0) {
            $box->more = &$box->content;
        }
        return $box;
    }

    private function value(int $depth): mixed
    {
        if ($this->made && mt_rand(0, 11) === 0) {
            return $this->made[array_rand($this->made)];
        }
        $value = $depth > 0 && mt_rand(0, 2) ? $this->deep($depth - 1) : $this->flat();
        if ((is_object($value) || is_array($value)) && mt_rand(0, 3) === 0) {
            $this->made[] = $value;
        }
        return $value;
    }

    private function flat(): mixed
    {
        static $values = [
            null, true, false, 0, -0, 1, -1, 9, 10, 99, 100, PHP_INT_MAX, PHP_INT_MIN, PHP_INT_MIN + 1,
            0.0, -0.0, 1.0, 0.1, -1.5, 1e22, 1.0E-7, 1e100, 5e-324, PHP_FLOAT_MAX, INF, -INF, NAN, 1/3, 123456789012345678.0,
            '', 'a', '0', '12', "\0", "a\0b", "\"};s:1:", "\xFF\xFE", "ünï", Suit::Hearts, Suit::Spades, Level::High,
        ];
        return match (mt_rand(0, 5)) {
            0 => mt_rand(-1000000, 1000000),
            1 => mt_rand() / mt_rand(1, 1000),
            2 => str_repeat(chr(mt_rand(0, 255)), mt_rand(0, 300)),
            default => $values[array_rand($values)],
        };
    }

    private function deep(int $depth): mixed
    {
        return match (mt_rand(0, $this->kinds)) {
            0, 1, 2 => array_map(fn() => $this->value($depth), range(1, mt_rand(1, 5))),
            3, 4 => $this->map($depth),
            5 => new (mt_rand(0, 1) ? Point::class : Shadowing::class)($this->value($depth), $this->value($depth), $this->value($depth)),
            6, 7 => (new Point3($this->value($depth), 1, 2))->z($this->value($depth), $this->value($depth)),
            8, 9 => $this->typed($depth),
            10, 11 => $this->fixed($depth),
            12 => mt_rand(0, 1) ? new Nothing() : [],
            13 => new Leaving($this->value($depth)),
            14 => new Sleeping($this->value($depth)),
            15 => new Waking($this->value($depth)),
            16 => new Custom($this->value($depth)),
            17 => $this->open($depth),
            18 => $this->references($depth),
            19 => $this->rare($depth),
        };
    }

    private function map(int $depth): array
    {
        $map = [];
        foreach (['key', '', '05', '-', '-0', '-7', '-a', '2024-01-01', '1.5', "n\0l", -3, 1 << 40, 7, PHP_INT_MAX, '9223372036854775808'] as $key) {
            if (mt_rand(0, 3) === 0) {
                $map[$key] = $this->value($depth);
            }
        }
        unset($map['key']);
        return $map;
    }

    private function typed(int $depth): Typed
    {
        $typed = new Typed();
        mt_rand(0, 1) && $typed->int = mt_rand();
        mt_rand(0, 1) && $typed->float = mt_rand();
        mt_rand(0, 1) && $typed->string = 'string';
        mt_rand(0, 1) && $typed->union = mt_rand(0, 1) ? 5 : '5';
        mt_rand(0, 1) && $typed->array = $this->map($depth);
        mt_rand(0, 1) && $typed->object = new Nothing();
        mt_rand(0, 1) && $typed->iterable = [1];
        mt_rand(0, 1) && $typed->shape = mt_rand(0, 1) ? new Point(1, 2, 3) : Suit::Spades;
        $depth > 0 && mt_rand(0, 1) && $typed->self = $this->typed($depth - 1);
        if (mt_rand(0, 9) === 0) {
            unset($typed->bool);
        }
        return $typed;
    }

    private function fixed(int $depth): Fixed
    {
        $next = $depth > 0 && mt_rand(0, 1) ? $this->fixed($depth - 1) : null;
        $fixed = new Fixed(mt_rand(), $next, $this->map($depth));
        return mt_rand(0, 1) ? $fixed->late($this->value($depth)) : $fixed;
    }

    private function open(int $depth): object
    {
        $open = mt_rand(0, 1) ? new Open() : new stdClass();
        if (mt_rand(0, 1)) {
            $open->dynamic = $this->value($depth);
            $open->{'12'} = 1;
        }
        return $open;
    }

    private function references(int $depth): mixed
    {
        $target = $this->value($depth);
        switch (mt_rand(0, 3)) {
            case 0:
                return [&$target, 1, &$target];
            case 1:
                $point = new Point(1, 2, 3);
                $point->x = &$target;
                return mt_rand(0, 1) ? $point : [$point, &$target];
            case 2:
                $list = [1, $target];
                foreach ($list as &$element) {
                }
                unset($element);
                return mt_rand(0, 1) ? $list : [$list, $list];
            default:
                $list = [$target];
                $list[] = &$list;
                return $list;
        }
    }

    private function rare(int $depth): mixed
    {
        switch (mt_rand(0, 5)) {
            case 0:
                $old = new Old();
                $old->value = $this->value($depth);
                return $old;
            case 1:
                return new ArrayObject([$this->value($depth)]);
            case 2:
                return new LogMessage('text', 'level');
            case 3:
                $looked = new Point(1, $this->value($depth), 3);
                (array) $looked;
                foreach ($looked as $_) {
                }
                return $looked;
            case 4:
                $cycle = new Point(1, null, null);
                $cycle->x = [$cycle];
                return $cycle;
            default:
                return mt_rand(0, 3) ? new DateTimeZone('UTC') : fn() => 1;
        }
    }
}

/** What a call returns or throws, and the methods that ran meanwhile. */
function outcome(callable $call): array
{
    try {
        $result = $call();
    } catch (Throwable $thrown) {
        $result = $thrown::class . ': ' . $thrown->getMessage();
        unset($thrown);
    }
    return [$result, Ran::take()];
}

/** The values that deserialize() must return for a payload, in PHP's own format for comparing. */
function unserialized(string $payload, array|bool $allowed): array
{
    return outcome(function () use ($payload, $allowed) {
        $value = @unserialize($payload, ['allowed_classes' => $allowed]);
        return fingerprint(match (true) {
            $value === false => new LogMessage($payload, 'error'),
            $value instanceof Message => $value,
            default => new LogMessage("Received message does not implement Message interface: $payload", 'error'),
        });
    });
}

/** Everything visible of a value, including uninitialized properties and references. */
function fingerprint(mixed $value): string
{
    ob_start();
    var_dump($value);
    // We number objects in the order we meet them: their handles depend on what lived before.
    $numbers = [];
    return preg_replace_callback(
        '/#(\d+) \(/',
        function (array $handle) use (&$numbers) {
            return '#' . ($numbers[$handle[1]] ??= count($numbers)) . ' (';
        },
        ob_get_clean(),
    );
}
