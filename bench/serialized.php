<?php

// The program that is counted: serialized.php OPERATION BY MESSAGE COUNT does an operation of
// serializers.php with so many messages, by "ours" or "theirs": our serializer or PHP's functions.

declare(strict_types=1);

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Serialization\NativeMessageSerializer;

final class Order implements Message
{
    /** @param list<Item> $items */
    public function __construct(public int $number, public Customer $customer, public array $items, public mixed $date = null)
    {
    }
}

final class Customer
{
    public function __construct(public string $name, public string $city)
    {
    }
}

final class Item
{
    public function __construct(public string $name, public int $quantity, public float $price)
    {
    }
}

function order(mixed $date = null): Order
{
    $items = [new Item('Tea bowl', 2, 4000.5), new Item('Green tea', 3, 12.5), new Item('Whisk', 1, 19.99)];

    return new Order(4711, new Customer('Ada Lovelace', 'London'), $items, $date);
}

/** @return list<Message> a message of each of so many classes */
function messages_of_classes(int $classes): array
{
    return array_map(static function (int $i) {
        eval("final class Message$i implements StreamIpc\\Message\\Message
        {
            public function __construct(public string \$text, public int \$number)
            {
            }
        }");
        $class = "Message$i";

        return new $class('text', $i);
    }, range(1, $classes));
}

function to_map(mixed $value): mixed
{
    return match (true) {
        is_object($value) => ['__class' => $value::class, ...array_map(to_map(...), get_object_vars($value))],
        is_array($value) => array_map(to_map(...), $value),
        default => $value,
    };
}

[, $operation, $by, $message, $count] = $argv;
$messages = match ($message) {
    'text of 64 B' => [new LogMessage(str_repeat('x', 64))],
    'text of 64 KiB' => [new LogMessage(str_repeat('x', 64 << 10))],
    'objects in each other' => [order()],
    '200 classes in turn' => messages_of_classes(200),
    'a DateTimeImmutable in it' => [order(new DateTimeImmutable('@0'))],
};
$native = new NativeMessageSerializer();
$json = new JsonMessageSerializer();
$encode = static fn (array $map) => json_encode($map, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
[$inputs, $do] = match ("$operation by $by") {
    'native, written by ours' => [$messages, static fn (Message $message) => $native->serialize($message)],
    'native, written by theirs' => [$messages, static fn (Message $message) => serialize($message)],
    'native, read by ours' => [array_map(serialize(...), $messages), static fn (string $payload) => $native->deserialize($payload)],
    'native, read by theirs' => [array_map(serialize(...), $messages), static fn (string $payload) => unserialize($payload)],
    'JSON, written by ours' => [$messages, static fn (Message $message) => $json->serialize($message)],
    'JSON, written by theirs' => [array_map(to_map(...), $messages), $encode],
    'JSON, read by ours' => [array_map($json->serialize(...), $messages), static fn (string $payload) => $json->deserialize($payload)],
    'JSON, read by theirs' => [
        array_map($json->serialize(...), $messages),
        static fn (string $payload) => json_decode($payload, true, 512, JSON_THROW_ON_ERROR),
    ],
};
for ($i = 0; $i < $count; $i++) {
    $do($inputs[$i % count($inputs)]);
}
