<?php

/**
 * What PHP makes of a payload. Questions and answers are frames of a 32-bit length and bytes; the
 * first byte of a question tells what is asked. An answer is empty where PHP has none.
 */

declare(strict_types=1);

namespace App;

enum Suit
{
    case Hearts;
    case Spades;
}

class Node
{
    public mixed $open = null;
    protected mixed $guarded = null;
    private mixed $secret = null;

    public function fill(mixed $open, mixed $guarded, mixed $secret): void
    {
        [$this->open, $this->guarded, $this->secret] = [$open, $guarded, $secret];
    }
}

final class Leaf extends Node
{
    private mixed $own = null;

    public function fill(mixed $open, mixed $guarded, mixed $secret): void
    {
        parent::fill($open, $guarded, $secret);
        $this->own = $open;
    }
}

/** Random values in which objects and references stand more than once. */
final class Maker
{
    private array $objects = [];
    private array $variables = [];

    public function __construct(int $seed)
    {
        mt_srand($seed);
    }

    public function make(int $depth = 4): mixed
    {
        return match (mt_rand(0, $depth > 0 ? 13 : 7)) {
            0 => null,
            1 => mt_rand(0, 1) === 1,
            2 => [0, 1, -1, PHP_INT_MAX, PHP_INT_MIN, mt_rand()][mt_rand(0, 5)],
            3 => [0.1, -0.0, 5.0, 1.0e25, 3.0e-15, 1.0e17, 1.0e16, 0.0001][mt_rand(0, 7)],
            4 => mt_rand() / mt_rand(1, 1 << 20) * 10 ** mt_rand(-30, 30),
            5 => ['', 'žluťoučký 🐎', "/\\\"\n\x01\x7f", "\u{2028}", '5', "\xff\x00;}"][mt_rand(0, 5)],
            6 => Suit::cases()[mt_rand(0, 1)],
            7 => $this->objects === [] ? 'none' : $this->objects[array_rand($this->objects)],
            8, 9, 10 => $this->array($depth - 1),
            default => $this->object($depth - 1),
        };
    }

    private function array(int $depth): array
    {
        $array = [];
        for ($n = mt_rand(0, 4); $n > 0; $n--) {
            $key = [count($array), mt_rand(-3, 9), 'k' . mt_rand(0, 9), '', "\0*\0x"][mt_rand(0, 4)];
            unset($array[$key]);
            if (mt_rand(0, 3) === 0) {
                $array[$key] = &$this->variable($depth);
            } else {
                $array[$key] = $this->make($depth);
            }
        }

        return $array;
    }

    private function &variable(int $depth): mixed
    {
        if ($this->variables === [] || mt_rand(0, 1) === 0) {
            $value = $this->make($depth);
            $this->variables[] = &$value;

            return $value;
        }

        return $this->variables[array_rand($this->variables)];
    }

    private function object(int $depth): object
    {
        if (mt_rand(0, 2) === 0) {
            $object = (object) $this->array($depth);
        } else {
            $object = mt_rand(0, 1) === 0 ? new Node() : new Leaf();
            $object->fill($this->make($depth), $this->make($depth), $this->make($depth));
        }
        // Only now, so that nothing contains itself.
        $this->objects[] = $object;

        return $object;
    }
}

/** What serialize() gives where nothing but enum cases stands more than once. */
final class Plain
{
    private int $number = 0;
    private array $cases = [];

    public function serialize(mixed $value, int $depth = 0): string
    {
        $this->number++;
        if ($depth > 512) {
            throw new \RangeException();
        }
        if ($value instanceof \UnitEnum) {
            $case = $value::class . ':' . $value->name;
            $first = $this->cases[$case] ??= $this->number;

            return $first === $this->number ? serialize($value) : "r:$first;";
        }
        if (!is_array($value) && !is_object($value)) {
            return serialize($value);
        }
        $inner = '';
        foreach ((array) $value as $key => $element) {
            $inner .= serialize(is_object($value) ? (string) $key : $key);
            $inner .= $this->serialize($element, $depth + 1);
        }
        $count = count((array) $value);
        $head = is_array($value) ? 'a' : 'O:' . strlen($value::class) . ':"' . $value::class . '"';

        return "$head:$count:{{$inner}}";
    }
}

/** What the JSON serializer of messages hands to json_encode(). */
function to_array(mixed $value): mixed
{
    if (is_array($value)) {
        return array_map(to_array(...), $value);
    }
    if (!is_object($value)) {
        return $value;
    }
    $array = ['__class' => $value::class];
    foreach ((array) $value as $name => $property) {
        $name = (string) $name;
        $plain = str_starts_with($name, "\0") ? substr($name, strpos($name, "\0", 1) + 1) : $name;
        $array[$plain] = to_array($property);
    }

    return $array;
}

function answer(string $kind, string $question): string
{
    switch ($kind) {
        case 's': // What PHP reads, serialized again.
            return serialize(unserialize($question));
        case 'm': // A random value with this seed: serialized, and the same without references.
            $maker = new Maker((int) $question);
            $value = [$maker->make(), $maker->make(), $maker->make()];
            $serialized = serialize($value);

            return pack('N', strlen($serialized)) . $serialized . (new Plain())->serialize($value);
        case 'p': // What PHP reads, without references.
            $value = @unserialize($question);
            try {
                return $value === false ? '' : (new Plain())->serialize($value);
            } catch (\RangeException) {
                return 'endless';
            }
        case 'j': // What PHP reads, as JSON.
            $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;

            return (string) json_encode(to_array(unserialize($question)), $flags);
        case 'd': // What PHP reads from JSON, serialized.
            return serialize(json_decode($question, true));
    }
}

while (strlen($length = (string) fread(STDIN, 4)) === 4) {
    $question = stream_get_contents(STDIN, unpack('N', $length)[1]);
    $answer = answer($question[0], substr($question, 1));
    fwrite(STDOUT, pack('N', strlen($answer)) . $answer);
}
