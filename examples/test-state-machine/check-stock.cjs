/** Lambda function: returns whether an item is in stock. */
exports.handler = async ({ item }) => ({ inStock: item === "tea" });
