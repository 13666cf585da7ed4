<?php

declare(strict_types=1);

namespace Examples\Messages;

use StreamIpc\Message\Message;

enum Currency: string
{
    case Euro = 'EUR';
    case Yen = 'JPY';
}

// Parts of a message are ordinary objects; only the message itself implements Message.
final readonly class Money
{
    public function __construct(public float $amount, public Currency $currency)
    {
    }
}

final readonly class Item
{
    public function __construct(public string $name, public int $quantity, public Money $price)
    {
    }
}

// The parent asks the worker: what does this order cost, in this currency?
final readonly class PriceOrder implements Message
{
    /** @param list<Item> $items */
    public function __construct(public array $items, public Currency $currency)
    {
    }
}

final readonly class OrderPriced implements Message
{
    public function __construct(public PriceOrder $order, public Money $total)
    {
    }
}

// The worker asks the parent: how much of the one currency is one of the other?
final readonly class GetRate implements Message
{
    public function __construct(public Currency $from, public Currency $to)
    {
    }
}

final readonly class Rate implements Message
{
    public function __construct(public float $value)
    {
    }
}
