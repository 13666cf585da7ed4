<?php

declare(strict_types=1);

namespace Bench;

use StreamIpc\Message\Message;

/** A message as applications have: an object with lists of objects. */
final class Order implements Message
{
    /** @param list<Item> $items */
    public function __construct(
        public readonly int $number,
        public readonly Customer $customer,
        private array $items,
    ) {
    }
}

final readonly class Customer
{
    public function __construct(public string $name, public string $street, public string $city)
    {
    }
}

final readonly class Item
{
    public function __construct(public string $name, public int $quantity, public float $price, public Currency $currency)
    {
    }
}

enum Currency: string
{
    case Euro = 'EUR';
    case Yen = 'JPY';
}

function order(): Order
{
    return new Order(4711, new Customer('Ada Lovelace', '12 St James\'s Square', 'London'), [
        new Item('Tea bowl', 2, 4000.0, Currency::Yen),
        new Item('Green tea', 3, 12.5, Currency::Euro),
        new Item('Whisk', 1, 19.99, Currency::Euro),
        new Item('Kettle', 1, 149.0, Currency::Euro),
    ]);
}
