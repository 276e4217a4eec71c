// Fixture: fine.
#pragma once
